import { Check, CircleAlert } from 'lucide-react';
import { Checkbox } from '#web/ui/checkbox.tsx';
import { Icon } from '#web/ui/icon.tsx';
import type { PickedToken } from './picked.ts';

export type MovedListProps = { tokens: readonly PickedToken[]; onChange: (tokens: PickedToken[]) => void };

/** The tokens of an export, each with a box; those that cannot be kept say why. */
export function MovedList({ tokens, onChange }: MovedListProps) {
  const able = tokens.filter(({ problem }) => problem === null);
  const many = able.filter(({ isChosen }) => isChosen).length;
  const choose = (isFor: (token: PickedToken) => boolean, isChosen: boolean) =>
    onChange(tokens.map((token) => (isFor(token) && token.problem === null ? { ...token, isChosen } : token)));
  return (
    <div>
      <Checkbox
        isChecked={many === able.length && many > 0}
        isMixed={many > 0 && many < able.length}
        isDisabled={able.length === 0}
        onChange={(isChosen) => choose(() => true, isChosen)}
      >
        <span className="small">
          {many} of {tokens.length} chosen
        </span>
      </Checkbox>
      <ul className="moved mt-2" aria-label="Tokens of the export">
        {tokens.map((token) => (
          <li key={token.key}>
            <Checkbox
              label={`${token.service} ${token.accountName}`.trim()}
              isChecked={token.isChosen}
              isDisabled={token.problem !== null}
              onChange={(isChosen) => choose(({ key }) => key === token.key, isChosen)}
            />
            <span className="min-w-0">
              <span className="clip block">{token.service}</span>
              <span className="small faint clip block">{token.accountName}</span>
            </span>
            <Why token={token} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Why({ token: { problem, isHere, failure } }: { token: PickedToken }) {
  const bad = failure ?? problem;
  if (bad !== null) {
    return (
      <span className="flag danger small">
        <Icon of={CircleAlert} />
        {bad}
      </span>
    );
  }
  if (!isHere) return null;
  return (
    <span className="flag small faint">
      <Icon of={Check} />
      already here
    </span>
  );
}
