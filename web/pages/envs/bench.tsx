import type { EditorView } from '@codemirror/view';
import { lazy, Suspense, useState } from 'react';
import type { EnvProjectWithFiles } from '#shared/envs.ts';
import { useShortcuts } from '#web/lib/use-shortcuts.ts';
import { BenchDialogs } from './bench-dialogs.tsx';
import { BenchHead } from './bench-head.tsx';
import type { BenchParts, Opened } from './bench-parts.ts';
import { FileTabs } from './file-tabs.tsx';
import { NoFiles } from './no-files.tsx';
import { SealedFile } from './sealed-file.tsx';
import { StatusOfFile } from './status-of-file.tsx';
import { useCover } from './use-cover.ts';
import { useFileDeeds } from './use-file-deeds.ts';
import { useFiles } from './use-files.ts';
import { useShownFile } from './use-shown-file.ts';

const Workbench = lazy(() => import('./workbench.tsx').then((module) => ({ default: module.Workbench })));

/** The head, the tabs, and under them the file: sealed, covered, or open with its review. */
export function Bench({ project }: { project: EnvProjectWithFiles }) {
  const bench = useBench(project);
  const { shown, isOpen, open } = bench;
  useShortcuts([{ keys: 'n', label: 'new file', hint: !isOpen, run: () => open('new-file') }]);
  return (
    <div className="bench">
      <BenchHead bench={bench} />
      {shown.fileType === null ? (
        <NoFiles onNew={() => open('new-file')} />
      ) : (
        <FileTabs bench={bench}>
          {isOpen ? (
            <Suspense>
              <Workbench key={shown.fileType} bench={bench} />
            </Suspense>
          ) : (
            <SealedFile bench={bench} />
          )}
        </FileTabs>
      )}
      {isOpen && <StatusOfFile bench={bench} />}
      <BenchDialogs bench={bench} />
    </div>
  );
}

function useBench(project: EnvProjectWithFiles): BenchParts {
  const files = useFiles(project.id);
  const shown = useShownFile(project, files);
  const [view, setView] = useState<EditorView | null>(null);
  const [opened, open] = useState<Opened>(null);
  const cover = useCover(files.isAny);
  const deeds = useFileDeeds({ project, files, shown, view });
  const isOpen = shown.open !== null && !cover.isCovered;
  return { project, files, shown, view, setView, cover, deeds, isOpen, opened, open };
}
