import { ListChecks, RefreshCw, TriangleAlert, X } from 'lucide-react';
import type { TwoFactor } from '#shared/two-factor.ts';
import { useReveal } from '#web/lib/use-reveal.ts';
import { Button } from '#web/ui/button.tsx';
import { CopySecretButton } from '#web/ui/copy-button.tsx';
import { IconButton } from '#web/ui/icon-button.tsx';
import { Note } from '#web/ui/note.tsx';
import { Mask, RevealButton, Secret } from '#web/ui/secret.tsx';
import { Section } from '#web/ui/section.tsx';
import { FEW } from './recovery-line.tsx';
import type { TokenActs } from './token-acts.ts';
import { type Taken, type TakenCode, takenCell } from './use-taken.ts';

export type RecoveryPanelProps = { token: TwoFactor; taken: Taken; acts: TokenActs };

/** Beside the cards: the recovery codes of the token under the cursor, used ones struck out. */
export function RecoveryPanel({ token, taken, acts }: RecoveryPanelProps) {
  const { id, service, recoveryCodesTotal: total, recoveryCodesLeft: left } = token;
  const shown = taken.get(id);
  return (
    <Section title={`${service} recovery codes`} aside={total === 0 ? 'none stored' : `${left} of ${total} left`}>
      {total > 0 && (
        <ol className="codes" aria-label={`Recovery codes of ${service}`}>
          {Array.from({ length: total }, (_, at) => at + 1).map((place) =>
            place === shown?.place ? (
              <TakenRow key={place} token={token} taken={taken} code={shown} />
            ) : (
              <li key={place} className={place <= total - left ? 'used' : ''}>
                <span aria-hidden="true">{place}</span>
                <Mask />
                <span>{place <= total - left && 'used'}</span>
              </li>
            ),
          )}
        </ol>
      )}
      <Advice token={token} shown={shown} />
      <Button icon={total === 0 ? ListChecks : RefreshCw} onClick={() => acts.replace(token)}>
        {total === 0 ? 'Add recovery codes' : 'Replace all'}
      </Button>
    </Section>
  );
}

/** The one that was just taken: read it, copy it, let go of it. */
export function TakenRow({ token, taken, code }: { token: TwoFactor; taken: Taken; code: TakenCode }) {
  const { id, service } = token;
  const cell = useReveal(takenCell(id), async () => code.text);
  const name = `recovery code ${code.place} of ${service}`;
  return (
    <li className="now">
      <span aria-hidden="true">{code.place}</span>
      <Secret cell={cell} />
      <span className="ibs">
        <RevealButton cell={cell} name={name} />
        <CopySecretButton get={async () => code.text} name={name} />
        <IconButton label={`Done with ${name}`} icon={X} onClick={() => taken.forget(id)} />
      </span>
    </li>
  );
}

function Advice({ token, shown }: { token: TwoFactor; shown: TakenCode | null }) {
  const { service, recoveryCodesLeft: left, recoveryCodesTotal: total } = token;
  if (shown !== null) {
    return (
      <p className="small faint my-3">
        Code {shown.place} is taken and recorded, and will not be given again. It stays here until you are done with it
        or leave this page.
      </p>
    );
  }
  if (total === 0) {
    return (
      <p className="small faint mb-3">
        The codes that {service} gave you for the day the phone is lost. Each is given out once.
      </p>
    );
  }
  if (left > FEW) return <p className="small faint my-3">Each is given out once and recorded.</p>;
  const words = left === 0 ? 'No code is left.' : `Only ${left} ${left === 1 ? 'code is' : 'codes are'} left.`;
  return (
    <div className="my-3">
      <Note icon={TriangleAlert} kind={left === 0 ? 'bad' : 'soon'}>
        <b className="title">{words}</b> Make new ones at {service}, then replace these.
      </Note>
    </div>
  );
}
