import { CircleAlert } from 'lucide-react';
import { SCOPES, type Scope } from '#shared/scopes.ts';
import { Checkbox } from '#web/ui/checkbox.tsx';
import { FieldGroup } from '#web/ui/field.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Segmented } from '#web/ui/segmented.tsx';
import { PRESETS, type PresetName, presetOf } from './abilities.ts';
import { toggled } from './key-draft.ts';

type Props = { scopes: readonly Scope[]; onChange: (scopes: readonly Scope[]) => void; error: string | null };

type Row = { noun: string; cells: readonly (readonly [Scope, string])[] };

const ROWS: readonly Row[] = [
  {
    noun: 'Entries',
    cells: [
      ['entries:read', 'See'],
      ['entries:write', 'Change'],
      ['entries:reveal', 'Reveal'],
    ],
  },
  {
    noun: 'Env files',
    cells: [
      ['envs:read', 'See'],
      ['envs:write', 'Change'],
      ['envs:reveal', 'Reveal'],
    ],
  },
  {
    noun: 'Two-factor',
    cells: [
      ['2fa:read', 'See'],
      ['2fa:write', 'Change'],
      ['2fa:reveal', 'Reveal'],
    ],
  },
  {
    noun: 'Categories',
    cells: [
      ['categories:read', 'See'],
      ['categories:write', 'Change'],
    ],
  },
  {
    noun: 'Whole vault',
    cells: [
      ['stats:read', 'Counts'],
      ['audit:read', 'Audit log'],
      ['ai:extract', 'Extract'],
      ['export:read', 'Export'],
    ],
  },
];

/** A preset to begin with, then each scope by itself: nouns down, verbs across. */
export function ScopeFields({ scopes, onChange, error }: Props) {
  const preset = presetOf(scopes);
  const take = (name: PresetName | '') => onChange(PRESETS.find((one) => one.name === name)?.scopes ?? scopes);
  return (
    <FieldGroup label="What it can do" hint={preset?.what ?? 'your own choice'}>
      <Segmented<PresetName | ''>
        label="Preset"
        grows
        value={preset?.name ?? ''}
        onChange={take}
        segments={PRESETS.map(({ name }) => ({ value: name, label: name }))}
      />
      <div className="scopes">
        {ROWS.map((row) => (
          <ScopeRow key={row.noun} row={row} scopes={scopes} onChange={onChange} />
        ))}
      </div>
      {error && (
        <p className="help danger" role="alert">
          <Icon of={CircleAlert} />
          {error}
        </p>
      )}
    </FieldGroup>
  );
}

function ScopeRow({ row: { noun, cells }, scopes, onChange }: { row: Row } & Pick<Props, 'scopes' | 'onChange'>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot stand in a grid
    <div role="group" aria-label={noun}>
      <span className="noun">{noun}</span>
      <span className="cells">
        {cells.map(([scope, word]) => (
          <Checkbox key={scope} isChecked={scopes.includes(scope)} onChange={() => onChange(toggled(scopes, scope))}>
            <span aria-hidden="true" title={SCOPES[scope]}>
              {word}
            </span>
            <span className="sr">{SCOPES[scope]}</span>
          </Checkbox>
        ))}
      </span>
    </div>
  );
}
