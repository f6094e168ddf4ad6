import { useQuery } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import { type FormEvent, type RefObject, useId } from 'react';
import { useTRPC } from '#web/trpc.ts';
import { Button } from '#web/ui/button.tsx';
import { ENVIRONMENTS, EnvironmentMark } from '#web/ui/environment.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { LazyMenu } from '#web/ui/lazy-menu.tsx';
import { Select } from '#web/ui/select.tsx';
import { EXAMPLES, whyNotSent, withEnvironment } from './prompt.ts';
import type { Wish } from './use-wish.ts';

export type PromptBoxProps = Wish & {
  onSay: (part: Partial<Wish>) => void;
  /** A plan is there already: asking once more is no longer the first thing to do. */
  isAsked: boolean;
  isBusy: boolean;
  onAsk: () => void;
  field: RefObject<HTMLTextAreaElement | null>;
};

/** Where one says what one is building. The environment is named in the words themselves, which decide. */
export function PromptBox(props: PromptBoxProps) {
  const { prompt, onSay, isAsked, isBusy, onAsk, field } = props;
  const id = useId();
  const problem = whyNotSent(prompt);
  return (
    <form className="prompt" onSubmit={submitting(onAsk)}>
      <label className="sr" htmlFor={id}>
        What you are building
      </label>
      <textarea
        id={id}
        ref={field}
        rows={2}
        placeholder="A Next.js blog with OpenAI and Postgres, and a session secret"
        value={prompt}
        aria-invalid={problem !== null || undefined}
        aria-describedby={`${id}-help`}
        onChange={(event) => onSay({ prompt: event.target.value })}
      />
      <div className="row">
        <ProjectChoice {...props} />
        <EnvironmentChoice {...props} />
        {isAsked && <OtherExamples {...props} />}
        <span className={problem ? 'danger' : ''} id={`${id}-help`}>
          {problem}
        </span>
        <Button
          type="submit"
          className="ml-auto"
          {...(isAsked ? { size: 's' } : { kind: 'primary', hint: 'mod+Enter' })}
          isBusy={isBusy}
          disabled={prompt.trim() === '' || problem !== null}
        >
          {isAsked ? 'Plan again' : 'Make a plan'}
        </Button>
      </div>
    </form>
  );
}

function submitting(run: () => void) {
  return (event: FormEvent) => {
    event.preventDefault();
    run();
  };
}

const ANY = '';

function ProjectChoice({ project, onSay }: PromptBoxProps) {
  const { data: names = [] } = useQuery(useTRPC().entries.projectNames.queryOptions({}));
  return (
    <Select
      aria-label="Project"
      value={project ?? ANY}
      onChange={(next) => onSay({ project: next === ANY ? null : next })}
      options={[{ value: ANY, label: 'Any project' }, ...names.map((value) => ({ value, label: value }))]}
    />
  );
}

function EnvironmentChoice({ prompt, onSay }: PromptBoxProps) {
  const items = ENVIRONMENTS.map((environment) => ({
    label: `For ${environment}`,
    mark: <EnvironmentMark of={environment} />,
    run: () => onSay({ prompt: withEnvironment(prompt, environment) }),
  }));
  return (
    <LazyMenu
      trigger={
        <Button>
          Name an environment
          <Icon of={ChevronDown} small />
        </Button>
      }
      items={[...items, 'rule', { foot: 'The words decide; without any, development first.' }]}
    />
  );
}

function OtherExamples({ onSay }: PromptBoxProps) {
  return (
    <span className="no-phone ml-2">
      Other examples:{' '}
      {EXAMPLES.slice(1, 3).map(({ short, text }, at) => (
        <span key={short}>
          {at > 0 && ', '}
          <button type="button" className="link" onClick={() => onSay({ prompt: text })}>
            {short}
          </button>
        </span>
      ))}
    </span>
  );
}
