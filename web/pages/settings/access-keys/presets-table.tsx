import { Section } from '#web/ui/section.tsx';
import { ALL_SCOPES, PRESETS } from './abilities.ts';

/** What the presets mean, and which scopes they are. */
export function PresetsTable() {
  return (
    <Section title="Presets" aside={`${ALL_SCOPES.length} scopes, each a noun and a verb`} className="no-phone">
      <table className="border-t border-line">
        <colgroup>
          <col className="w-[134px]" />
          <col className="w-[300px]" />
          <col />
        </colgroup>
        <tbody>
          {PRESETS.map(({ name, what, scopes }) => (
            <tr key={name}>
              <td>
                <b>{name}</b>
              </td>
              <td>{what}</td>
              <td>
                <span className="mono small dim">
                  {scopes.length === ALL_SCOPES.length ? `all ${ALL_SCOPES.length}` : scopes.join(' ')}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
