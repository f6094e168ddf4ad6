import { useState } from 'react';
import type { ExtractInput, Extraction } from '#shared/ai.ts';
import { count } from '#web/lib/format.ts';
import { useTRPCClient } from '#web/trpc.ts';
import { useToasts } from '#web/ui/toaster.tsx';
import { missingFrom, spaced } from './append.ts';
import type { BenchParts } from './bench-parts.ts';
import { choiceOf, type PlanRow, rowsOf } from './fill-plan.ts';
import { piecesOf } from './pieces.ts';
import { textOf } from './use-files.ts';

/** A plan first, which opens nothing; then exactly what was ticked is opened, and what is missing is added. */
export function useFill({ project, shown, view, open }: BenchParts) {
  const client = useTRPCClient();
  const toasts = useToasts();
  const [plan, setPlan] = useState<Extraction | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const draft = shown.open === null ? '' : textOf(shown.open);
  const rowsIn = (found: Extraction): PlanRow[] => {
    const names = piecesOf(draft).flatMap(({ name }) => name ?? []);
    return rowsOf(found, new Set(names));
  };
  const ask = async (prompt: string, fallback: boolean) => {
    const input: ExtractInput = { prompt, project: project.name, mode: 'plan', fallback };
    const found = await client.ai.extract.mutate(input);
    // A session that prefers JSON gets an object; the text is for those that ask for a file.
    if (typeof found === 'string') return;
    setPlan(found);
    setChosen(new Set(rowsIn(found).flatMap(({ key, isThere }) => (isThere ? [] : [key]))));
  };
  const add = async () => {
    if (plan === null || view === null) return;
    const answer = await client.ai.extract.mutate(choiceOf(plan, chosen));
    const env = typeof answer === 'string' ? answer : (answer.env ?? '');
    const { text, added, present } = missingFrom(draft, env);
    const { append } = await import('./editor/deeds.ts');
    if (added.length > 0) append(view, spaced(draft, text));
    const left = present.length === 0 ? {} : { detail: `${count(present.length, 'variable')} stood there already.` };
    toasts.done(added.length === 0 ? 'Nothing was missing' : `Added ${count(added.length, 'variable')}`, left);
    open(null);
  };
  const tick = (key: string, isOn: boolean) => {
    const next = new Set(chosen);
    if (isOn) next.add(key);
    else next.delete(key);
    setChosen(next);
  };
  return { plan, rows: plan === null ? [] : rowsIn(plan), chosen, tick, ask, add };
}
