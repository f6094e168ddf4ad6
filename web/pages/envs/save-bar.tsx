import { CircleAlert } from 'lucide-react';
import type { Failure } from '#web/lib/failure.ts';
import { count } from '#web/lib/format.ts';
import { Button } from '#web/ui/button.tsx';
import { FailureNote } from '#web/ui/failure-note.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Kbd } from '#web/ui/kbd.tsx';
import { Note } from '#web/ui/note.tsx';
import type { BenchParts } from './bench-parts.ts';
import { newProblems } from './new-problems.ts';

/** Saves, or says why not yet. A line that was wrong when it was revealed keeps nothing from being saved. */
export function SaveBar({ bench }: { bench: BenchParts }) {
  const { deeds, shown, open } = bench;
  const reading = shown.open?.draft?.reading;
  const many = reading?.changes.list.length ?? 0;
  const wrong = reading === undefined ? [] : newProblems(reading);
  const save = async () => {
    if (await deeds.save()) open(null);
  };
  return (
    <div className="save-bar">
      {deeds.failure && <NotSaved failure={deeds.failure} onCompare={() => void deeds.compare()} />}
      {wrong.length > 0 && (
        <p className="help danger">
          <Icon of={CircleAlert} />
          <span>{wordsFor(wrong)}</span>
        </p>
      )}
      <div className="flex items-center gap-2">
        <Button
          kind="primary"
          disabled={many === 0 || wrong.length > 0}
          isBusy={deeds.isBusy}
          onClick={() => void save()}
        >
          {many === 0 ? 'Save' : `Save ${count(many, 'change')}`}
        </Button>
        <Button disabled={many === 0} onClick={deeds.discard}>
          Discard
        </Button>
        <span className="faint small flag ml-auto no-phone">
          <Kbd keys="mod+s" />
          save
        </span>
      </div>
    </div>
  );
}

function NotSaved({ failure, onCompare }: { failure: Failure; onCompare: () => void }) {
  if (failure.code !== 'PRECONDITION_FAILED') return <FailureNote failure={failure} what="Nothing was saved." />;
  return (
    <div role="alert">
      <Note
        icon={CircleAlert}
        kind="bad"
        acts={
          <Button size="s" onClick={onCompare}>
            Compare with it
          </Button>
        }
      >
        <b className="title">Nothing was saved.</b> The file changed elsewhere after you revealed it. Your draft stays;
        compare it with what is stored now, then save.
      </Note>
    </div>
  );
}

function wordsFor(lines: readonly number[]): string {
  const [first] = lines;
  if (lines.length === 1) return `Line ${first} does not parse. Mend it, then save.`;
  return `${count(lines.length, 'line')} do not parse, line ${first} first. Mend them, then save.`;
}
