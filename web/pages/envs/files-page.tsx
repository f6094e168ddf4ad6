import { useQuery } from '@tanstack/react-query';
import type { EnvProjectWithFiles } from '#shared/envs.ts';
import { NotFound } from '#web/layout/not-found.tsx';
import { useParam } from '#web/lib/address.ts';
import { failureOf } from '#web/lib/failure.ts';
import { paths } from '#web/paths.ts';
import { useTRPC } from '#web/trpc.ts';
import { Head } from '#web/ui/head.tsx';
import { Loaded } from '#web/ui/loaded.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { Bench } from './bench.tsx';
import './envs.css';

/** An id that is none is refused as invalid; to the reader it is as unknown as any other. */
const UNKNOWN = ['ENV_PROJECT_NOT_FOUND', 'VALIDATION_ERROR'];

/** The files of one env project. */
export function Page() {
  const id = useParam('id');
  // Another project's page begins anew: nothing that was revealed here goes there.
  return <ProjectPage key={id} id={id} />;
}

function ProjectPage({ id }: { id: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.envs.get.queryOptions({ id }));
  if (query.error !== null && UNKNOWN.includes(failureOf(query.error).code)) return <NotFound />;
  return (
    <Loaded of={query} what="The project was not loaded." waiting={<Waiting />}>
      {(project: EnvProjectWithFiles) => <Bench project={project} />}
    </Loaded>
  );
}

function Waiting() {
  return (
    <div role="status" aria-label="Loading the files">
      <Head title="Env files" path={[{ label: 'Env files', to: paths.envs() }]} />
      <div className="flex gap-6 border-b border-line-strong pb-3">
        <Skeleton width={36} />
        <Skeleton width={76} />
        <Skeleton width={124} />
      </div>
    </div>
  );
}
