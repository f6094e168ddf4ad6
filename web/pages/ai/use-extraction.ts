import { useState } from 'react';
import type { Extraction } from '#shared/ai.ts';
import { type Failure, failureOf } from '#web/lib/failure.ts';
import { choiceOf } from '#web/pages/envs/fill-plan.ts';
import { useTRPCClient } from '#web/trpc.ts';
import { firstChoice, rowsOf } from './plan.ts';

/** What was asked. `isFallback`: the model had failed, and the server was let to pick by itself. */
export type Asked = { prompt: string; project: string | null; isFallback: boolean };

/** How far one has come. The file holds secrets: it lives here alone, and goes with the page. */
export type Stage =
  | { at: 'describe' }
  | { at: 'plan'; asked: Asked; plan: Extraction; chosen: ReadonlySet<string> }
  | { at: 'file'; asked: Asked; plan: Extraction; chosen: ReadonlySet<string>; env: string };

export type Extracting = {
  stage: Stage;
  busy: 'plan' | 'open' | null;
  failure: { of: 'plan' | 'open'; why: Failure } | null;
  ask: (asked: Asked) => Promise<void>;
  choose: (key: string, isChosen: boolean) => void;
  open: () => Promise<void>;
  back: () => void;
};

/** From a description to a plan that opens nothing, and from what was chosen of it to a file. */
export function useExtraction(): Extracting {
  const client = useTRPCClient();
  const [stage, setStage] = useState<Stage>({ at: 'describe' });
  const [busy, setBusy] = useState<Extracting['busy']>(null);
  const [failure, setFailure] = useState<Extracting['failure']>(null);
  const run = async (of: 'plan' | 'open', call: () => Promise<Stage>) => {
    if (busy !== null) return;
    setBusy(of);
    setFailure(null);
    await call()
      .then(setStage)
      .catch((error: unknown) => setFailure({ of, why: failureOf(error) }))
      .finally(() => setBusy(null));
  };
  return {
    stage,
    busy,
    failure,
    ask: (asked) =>
      run('plan', async () => {
        const { isFallback: fallback, ...wish } = asked;
        const plan = asObject(await client.ai.extract.mutate({ ...wish, mode: 'plan', fallback }));
        return { at: 'plan', asked, plan, chosen: firstChoice(rowsOf(plan)) };
      }),
    choose(key, isChosen) {
      if (stage.at === 'plan') setStage({ ...stage, chosen: toggled(stage.chosen, key, isChosen) });
    },
    open: async () => {
      if (stage.at !== 'plan' || stage.chosen.size === 0) return;
      await run('open', async () => {
        const { env = '' } = asObject(await client.ai.extract.mutate(choiceOf(stage.plan, stage.chosen)));
        return { ...stage, at: 'file', env };
      });
    },
    back() {
      setFailure(null);
      setStage({ at: 'describe' });
    },
  };
}

/** A session gets an object; the bare text is for those who ask over REST for a file. */
function asObject(answer: string | Extraction): Extraction {
  if (typeof answer === 'string') throw new TypeError('The answer is no plan.');
  return answer;
}

function toggled(chosen: ReadonlySet<string>, key: string, isChosen: boolean): ReadonlySet<string> {
  const next = new Set(chosen);
  if (isChosen) next.add(key);
  else next.delete(key);
  return next;
}
