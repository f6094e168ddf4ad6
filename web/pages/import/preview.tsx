import { useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import type { ImportResult } from '#shared/imports.ts';
import { count } from '#web/lib/format.ts';
import { useTRPC } from '#web/trpc.ts';
import { Note } from '#web/ui/note.tsx';
import { Select } from '#web/ui/select.tsx';
import { choicesFor, proposed } from './choices.ts';

export type PreviewProps = {
  result: ImportResult;
  chosen: Readonly<Record<string, string>>;
  onChoose: (chosen: Readonly<Record<string, string>>) => void;
};

/** Key by key: what would become of it, and another choice. Values are not shown: the server sends none back. */
export function Preview({ result, chosen, onChoose }: PreviewProps) {
  const trpc = useTRPC();
  const { data: categories = [] } = useQuery(trpc.categories.list.queryOptions({}));
  return (
    <>
      {result.problems.length > 0 && <Problems problems={result.problems} />}
      {result.variables.length === 0 ? (
        <p className="faint">No line of it says NAME=value.</p>
      ) : (
        <ul aria-label="Keys to import" className="grid-top max-h-[38vh] overflow-auto">
          {result.variables.map((one) => (
            <li
              key={one.variable}
              className="trow border-b border-line py-1 grid-cols-[32px_minmax(0,1fr)_minmax(0,1fr)] gap-x-3!"
            >
              <span className="small faint num">{one.line}</span>
              <span className="mono clip" title={one.variable}>
                {one.variable}
              </span>
              <Select
                aria-label={`What becomes of ${one.variable}`}
                value={chosen[one.variable] ?? proposed(one)}
                onChange={(choice) => onChoose({ ...chosen, [one.variable]: choice })}
                options={choicesFor(one, categories)}
              />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Problems({ problems }: { problems: ImportResult['problems'] }) {
  return (
    <Note icon={TriangleAlert} kind="soon">
      <b className="title">{count(problems.length, 'line')} could not be read, and stays out</b>
      <ul>
        {problems.map(({ line, message }) => (
          <li key={`${line} ${message}`}>
            Line {line}: {message}
          </li>
        ))}
      </ul>
    </Note>
  );
}
