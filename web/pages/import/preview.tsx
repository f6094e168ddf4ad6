import { useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import type { ImportResult } from '#shared/imports.ts';
import { count } from '#web/lib/format.ts';
import { useTRPC } from '#web/trpc.ts';
import { Button } from '#web/ui/button.tsx';
import { Note } from '#web/ui/note.tsx';
import { Select } from '#web/ui/select.tsx';
import { VirtualList } from '#web/ui/virtual-list.tsx';
import { type Chosen, choiceOf, choicesFor, SKIP, type Variable } from './choices.ts';
import type { Place } from './use-preview.ts';

const ITEM_PX = 41;

export type PreviewProps = {
  result: ImportResult;
  place: Place;
  chosen: Chosen;
  onChoose: (chosen: Chosen) => void;
};

/** Variable by variable: what would become of it, and what else could. No values: the server sends none back. */
export function Preview({ result, place, chosen, onChoose }: PreviewProps) {
  const { variables, problems } = result;
  const choices = useChoices(place);
  if (variables.length === 0 && problems.length === 0) return <p className="faint">It has no line like NAME=value.</p>;
  const leaveAll = () => onChoose(Object.fromEntries(variables.map(({ variable }) => [variable, SKIP])));
  return (
    <>
      {problems.length > 0 && <Problems problems={problems} />}
      <div>
        <div className="rule items-center!">
          <h3>{count(variables.length, 'variable')}</h3>
          <span className="ml-auto flex">
            <Button kind="quiet" size="s" onClick={leaveAll}>
              Leave all out
            </Button>
            <Button kind="quiet" size="s" onClick={() => onChoose({})}>
              As proposed
            </Button>
          </span>
        </div>
        <VirtualList
          label="Variables to import"
          className="max-h-[36vh]"
          items={variables}
          keyOf={({ variable }) => variable}
          itemPx={ITEM_PX}
          draw={(one) => (
            <Line
              one={one}
              choice={choiceOf(one, chosen)}
              choices={choices(one)}
              onChoose={(choice) => onChoose({ ...chosen, [one.variable]: choice })}
            />
          )}
        />
      </div>
    </>
  );
}

type LineProps = {
  one: Variable;
  choice: string;
  choices: ReturnType<typeof choicesFor>;
  onChoose: (choice: string) => void;
};

function Line({ one, choice, choices, onChoose }: LineProps) {
  return (
    <div className="import-line">
      <span className={`mono break-all ${choice === SKIP ? 'faint' : ''}`}>{one.variable}</span>
      <span className="small faint">line {one.line}</span>
      <Select aria-label={`What becomes of ${one.variable}`} value={choice} onChange={onChoose} options={choices} />
    </div>
  );
}

/** The choices of each variable, from the categories there are and the entries that stand in the place. */
function useChoices({ name, environment }: Place): (one: Variable) => ReturnType<typeof choicesFor> {
  const trpc = useTRPC();
  const { data: categories = [] } = useQuery(trpc.categories.list.queryOptions({}));
  const { data: entries } = useQuery(trpc.entries.list.queryOptions({ name: name.trim(), environment }));
  const placed = useMemo(() => new Set(entries?.map(({ categoryId }) => categoryId)), [entries]);
  return (one) => choicesFor(one, categories, placed);
}

function Problems({ problems }: { problems: ImportResult['problems'] }) {
  return (
    <Note icon={TriangleAlert} kind="soon">
      <b className="title">{count(problems.length, 'line')} will not be imported</b>
      <ul className="max-h-[16vh] overflow-y-auto">
        {problems.map(({ line, message }) => (
          <li key={`${line} ${message}`}>
            Line {line}: {message}
          </li>
        ))}
      </ul>
    </Note>
  );
}
