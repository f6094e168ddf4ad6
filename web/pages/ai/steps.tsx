import { Check } from 'lucide-react';
import { Icon } from '#web/ui/icon.tsx';
import type { Stage } from './use-extraction.ts';

const STEPS = ['Describe', 'Check the plan', 'Take the .env'];
const PLACES: Record<Stage['at'], number> = { describe: 0, plan: 1, file: 2 };

/** How far one has come, of three steps. */
export function Steps({ at }: { at: Stage['at'] }) {
  const now = PLACES[at];
  return (
    <ol className="steps" aria-label="Steps">
      {STEPS.map((words, place) => (
        <li
          key={words}
          className={place < now ? 'done' : place === now ? 'now' : ''}
          aria-current={place === now ? 'step' : undefined}
        >
          <b>{place < now ? <Icon of={Check} /> : place + 1}</b>
          {words}
        </li>
      ))}
    </ol>
  );
}
