import { useQuery } from '@tanstack/react-query';
import type { Project } from '#shared/projects.ts';
import { NotFound } from '#web/layout/not-found.tsx';
import { useParam } from '#web/lib/address.ts';
import { failureOf } from '#web/lib/failure.ts';
import { useTRPC } from '#web/trpc.ts';
import { Head } from '#web/ui/head.tsx';
import { Loaded } from '#web/ui/loaded.tsx';
import { SkeletonRows } from '#web/ui/skeleton.tsx';
import { Matrix } from './matrix-page.tsx';
import './matrix.css';
import './matrix-narrow.css';

const UNKNOWN = ['PROJECT_NOT_FOUND', 'VALIDATION_ERROR'];

/** A project: its variables down, its environments across. */
export function Page() {
  const name = useParam('name');
  // The cursor and what is open belong to one project.
  return <ProjectPage key={name} name={name} />;
}

function ProjectPage({ name }: { name: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.projects.get.queryOptions({ name }));
  const { data: entries } = useQuery(trpc.entries.list.queryOptions({ name }));
  if (query.error !== null && UNKNOWN.includes(failureOf(query.error).code)) return <NotFound />;
  return (
    <Loaded of={query} what="The project was not loaded." waiting={<Waiting name={name} />}>
      {(project: Project) => <Matrix project={project} entries={entries ?? []} />}
    </Loaded>
  );
}

function Waiting({ name }: { name: string }) {
  return (
    <>
      <Head title={name} isMono path={[{ label: 'Projects' }]} />
      <SkeletonRows label="the matrix" rows={12} widths={[190, 60, 60, 60, 60]} />
    </>
  );
}
