import { Link } from '@tanstack/react-router';
import { ArrowUp } from 'lucide-react';
import { paths } from '#web/paths.ts';
import { buttonClass } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Nothing } from '#web/ui/nothing.tsx';
import { Section } from '#web/ui/section.tsx';
import { EXAMPLES } from './prompt.ts';

/** Before anything is asked: what one might ask. */
export function Examples({ onPick }: { onPick: (text: string) => void }) {
  return (
    <Section title="For example" aside="a plan comes first; nothing is opened for it">
      <ul className="examples">
        {EXAMPLES.map(({ text }) => (
          <li key={text}>
            <button type="button" onClick={() => onPick(text)}>
              <span>{text}</span>
              <Icon of={ArrowUp} small />
            </button>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** There is nothing that could be picked, only secrets to be made. */
export function EmptyVault() {
  return (
    <Nothing
      title="The vault has no entries to pick from yet"
      acts={
        <>
          <Link to={paths.overview()} className={buttonClass({})}>
            Paste a .env
          </Link>
          <Link to={paths.keys()} className={buttonClass({})}>
            Make a category
          </Link>
        </>
      }
    >
      Bring keys in first: a plan names which of them a description needs. Fresh secrets, such as “a session secret”, it
      can make already.
    </Nothing>
  );
}

/** The plan is empty: the description meets nothing that is here. */
export function NothingFound({ isEmptyVault }: { isEmptyVault: boolean }) {
  if (isEmptyVault) return <EmptyVault />;
  return (
    <Nothing
      title="Nothing in the vault fits this description"
      acts={
        <Link to={paths.keys()} className={buttonClass({})}>
          See what there is
        </Link>
      }
    >
      Name services as their categories are called, such as “OpenAI”, or what they do, such as “payments”. A secret that
      is to be made afresh has to be asked for: “a session secret”.
    </Nothing>
  );
}
