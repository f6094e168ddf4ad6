import { Check, X } from 'lucide-react';
import type { AccessKey } from '#shared/access-keys.ts';
import { EnvironmentName } from '#web/ui/environment.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { abilitiesOf } from './abilities.ts';

export type Power = Pick<AccessKey, 'scopes' | 'names' | 'environments'>;

/** What a key can do and what it cannot, for those who do not think in scopes. */
export function CanList({ power, isTall = false }: { power: Power; isTall?: boolean }) {
  const { can, cannot } = abilitiesOf(power.scopes);
  return (
    <>
      <ul className={`can ${isTall ? 'tall' : ''}`} aria-label="What it can do">
        {can.map((words) => (
          <li key={words}>
            <Icon of={Check} className="ok" />
            {words}
          </li>
        ))}
        {cannot.map((words) => (
          <li key={words}>
            <Icon of={X} className="faint" />
            <span>
              <span className="sr">not: </span>
              {words}
            </span>
          </li>
        ))}
      </ul>
      <Limits power={power} />
    </>
  );
}

/** Where it can do that; nothing where that is everywhere. */
function Limits({ power: { names, environments } }: { power: Power }) {
  if (names === null && environments === null) return null;
  return (
    <p className="flex flex-wrap gap-x-3 gap-y-1 dim" data-limits>
      <span>only in</span>
      {names?.map((name) => (
        <span key={name} className="mono">
          {name}
        </span>
      ))}
      {environments?.map((environment) => (
        <EnvironmentName key={environment} of={environment} />
      ))}
    </p>
  );
}
