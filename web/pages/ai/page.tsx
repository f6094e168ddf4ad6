import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTRPC } from '#web/trpc.ts';
import { Button } from '#web/ui/button.tsx';
import { FailureNote } from '#web/ui/failure-note.tsx';
import { Head } from '#web/ui/head.tsx';
import './ai.css';
import { EnvResult } from './env-result.tsx';
import { EmptyVault, Examples, NothingFound } from './examples.tsx';
import { fileTypeFor, rowsOf } from './plan.ts';
import { PlanSection } from './plan-section.tsx';
import { PromptBox } from './prompt-box.tsx';
import { SentSection } from './sent-section.tsx';
import { Steps } from './steps.tsx';
import { type Extracting, type Stage, useExtraction } from './use-extraction.ts';
import { useWish } from './use-wish.ts';

/** From a description to a .env: a plan first, which opens nothing. */
export function Page() {
  const { data: stats } = useQuery(useTRPC().stats.get.queryOptions({}));
  const isEmptyVault = stats?.totalEntries === 0;
  const extracting = useExtraction();
  const field = useRef<HTMLTextAreaElement>(null);
  const { wish, say, ask, again } = useWish(extracting, field);
  const { stage, busy } = extracting;
  return (
    <>
      <Head title="AI extract" detail="Say what you are building. The model sees names, never a secret." />
      <Steps at={stage.at} />
      {stage.at !== 'file' && (
        <PromptBox
          {...wish}
          field={field}
          onSay={say}
          isAsked={stage.at === 'plan'}
          isBusy={busy === 'plan'}
          onAsk={() => ask()}
        />
      )}
      <PlanFailure extracting={extracting} ask={ask} />
      {stage.at === 'describe' && isEmptyVault && <EmptyVault />}
      {stage.at === 'describe' && !isEmptyVault && <Examples onPick={(prompt) => say({ prompt })} />}
      {stage.at !== 'describe' && <Answered {...{ extracting, stage, isEmptyVault, onAgain: again }} />}
    </>
  );
}

type AnsweredProps = {
  extracting: Extracting;
  stage: Exclude<Stage, { at: 'describe' }>;
  isEmptyVault: boolean;
  onAgain: () => void;
};

function Answered({ extracting, stage, isEmptyVault, onAgain }: AnsweredProps) {
  const { plan, asked, chosen } = stage;
  const rows = rowsOf(plan);
  return (
    <div className="ai-page">
      {stage.at === 'file' ? (
        <EnvResult env={stage.env} project={asked.project} type={fileTypeFor(rows, chosen)} onAgain={onAgain} />
      ) : rows.length === 0 ? (
        <NothingFound isEmptyVault={isEmptyVault} />
      ) : (
        <PlanSection rows={rows} chosen={chosen} extracting={extracting} />
      )}
      <SentSection plan={plan} asked={asked} />
    </div>
  );
}

/** Where the model failed, the server can pick by itself: that is offered, never done unasked. */
function PlanFailure({ extracting: { failure, busy }, ask }: { extracting: Extracting; ask: (is?: boolean) => void }) {
  if (failure?.of !== 'plan') return null;
  return (
    <>
      <FailureNote failure={failure.why} what="No plan was made, and nothing was opened." onRetry={() => ask()} />
      {failure.why.code === 'AI_UNAVAILABLE' && (
        <p className="flex items-center gap-4 mb-6">
          <Button isBusy={busy === 'plan'} onClick={() => ask(true)}>
            Pick without the model
          </Button>
          <span className="small faint">The server matches names by itself.</span>
        </p>
      )}
    </>
  );
}
