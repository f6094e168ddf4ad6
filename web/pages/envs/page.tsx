import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { EnvProject } from '#shared/envs.ts';
import { count } from '#web/lib/format.ts';
import { useShortcuts } from '#web/lib/use-shortcuts.ts';
import { paths } from '#web/paths.ts';
import { useTRPC } from '#web/trpc.ts';
import { Button } from '#web/ui/button.tsx';
import { Head } from '#web/ui/head.tsx';
import { Loaded } from '#web/ui/loaded.tsx';
import { SkeletonRows } from '#web/ui/skeleton.tsx';
import { type Opened, ProjectList } from './project-list.tsx';

const ProjectDialog = lazy(() => import('./project-dialog.tsx').then((module) => ({ default: module.ProjectDialog })));
const DeleteProject = lazy(() => import('./delete-project.tsx').then((module) => ({ default: module.DeleteProject })));

/** The projects that keep env files. */
export function Page() {
  const trpc = useTRPC();
  const query = useQuery(trpc.envs.list.queryOptions({}));
  const [opened, setOpened] = useState<Opened>(null);
  const begin = () => setOpened({ kind: 'new', name: '' });
  useShortcuts([{ keys: 'n', label: 'new project', hint: true, run: begin }]);
  return (
    <>
      <Head
        title="Env files"
        detail={query.data && summary(query.data)}
        tools={
          <Button kind="primary" icon={Plus} hint="n" onClick={begin}>
            New project
          </Button>
        }
      />
      <Loaded
        of={query}
        what="Your env projects were not loaded."
        waiting={<SkeletonRows label="env projects" widths={[140, 60, 220, 80]} />}
      >
        {(projects: EnvProject[]) => <ProjectList projects={projects} onOpen={setOpened} />}
      </Loaded>
      <Dialogs opened={opened} onClose={() => setOpened(null)} />
    </>
  );
}

function Dialogs({ opened, onClose }: { opened: Opened; onClose: () => void }) {
  const navigate = useNavigate();
  if (opened === null) return null;
  return (
    <Suspense>
      {opened.kind === 'new' && (
        <ProjectDialog start={opened.name} onClose={onClose} onSaved={(id) => void navigate({ href: paths.env(id) })} />
      )}
      {opened.kind === 'edit' && <ProjectDialog project={opened.project} onClose={onClose} />}
      {opened.kind === 'delete' && <DeleteProject project={opened.project} onClose={onClose} />}
    </Suspense>
  );
}

function summary(projects: readonly EnvProject[]): string {
  const files = projects.reduce((sum, { fileCount }) => sum + fileCount, 0);
  return `${count(projects.length, 'project')}, ${count(files, 'file')}. Each is kept byte for byte, encrypted as a whole.`;
}
