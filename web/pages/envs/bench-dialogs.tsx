import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { paths } from '#web/paths.ts';
import type { BenchParts } from './bench-parts.ts';
import { Leaving } from './leaving.tsx';

const NewFile = lazy(() => import('./new-file-dialog.tsx').then((module) => ({ default: module.NewFileDialog })));
const Fill = lazy(() => import('./fill-dialog.tsx').then((module) => ({ default: module.FillDialog })));
const EditProject = lazy(() => import('./project-dialog.tsx').then((module) => ({ default: module.ProjectDialog })));
const DeleteFile = lazy(() => import('./delete-file.tsx').then((module) => ({ default: module.DeleteFile })));
const DeleteProject = lazy(() => import('./delete-project.tsx').then((module) => ({ default: module.DeleteProject })));

/** The dialogs of the page, each loaded when it is opened, but for the one that must not be missed. */
export function BenchDialogs({ bench }: { bench: BenchParts }) {
  const { opened, open, project, files } = bench;
  const navigate = useNavigate();
  const onClose = () => open(null);
  const onDeleted = () => {
    for (const fileType of files.drafts) files.drop(fileType);
    void navigate({ to: paths.envs(), ignoreBlocker: true });
  };
  return (
    <>
      <Leaving files={files} />
      <Suspense>
        {opened === 'new-file' && <NewFile bench={bench} />}
        {opened === 'fill' && <Fill bench={bench} />}
        {opened === 'edit-project' && <EditProject project={project} onClose={onClose} />}
        {opened === 'delete-file' && bench.shown.meta !== null && <DeleteFile bench={bench} file={bench.shown.meta} />}
        {opened === 'delete-project' && <DeleteProject project={project} onClose={onClose} onDeleted={onDeleted} />}
      </Suspense>
    </>
  );
}
