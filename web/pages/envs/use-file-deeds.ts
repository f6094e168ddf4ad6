import type { EditorView } from '@codemirror/view';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { EnvProjectWithFiles } from '#shared/envs.ts';
import { type Failure, failureOf } from '#web/lib/failure.ts';
import { downloadText, fileNameOf } from '#web/lib/text-file.ts';
import { useTRPC } from '#web/trpc.ts';
import { useToasts } from '#web/ui/toaster.tsx';
import { useCopySecret } from '#web/ui/use-copy.ts';
import { revealFile } from './file-api.ts';
import { contentOf, type Files } from './use-files.ts';
import type { ShownFile } from './use-shown-file.ts';

export type FileDeeds = {
  /** What did not work last, for this file. */
  failure: Failure | null;
  isBusy: boolean;
  reveal: () => Promise<boolean>;
  /** Whether it is stored now. A draft with a line that went wrong is not sent; the cursor goes there. */
  save: () => Promise<boolean>;
  /** Takes what is stored now for what the draft is compared with. */
  compare: () => Promise<boolean>;
  discard: () => void;
  copy: () => void;
  download: () => void;
  goTo: (line: number) => void;
};

type Around = { project: EnvProjectWithFiles; files: Files; shown: ShownFile; view: EditorView | null };

/** What can be done with the file that is shown. The editor's own deeds are loaded with the editor. */
export function useFileDeeds(around: Around): FileDeeds {
  const { files, shown } = around;
  const { fileType, meta, open } = shown;
  const { failure, isBusy, attempt } = useAttempt(fileType);
  const save = useSave(around);
  const inEditor = async (run: (deeds: typeof import('./editor/deeds.ts'), view: EditorView) => void) => {
    if (around.view !== null) run(await import('./editor/deeds.ts'), around.view);
  };
  return {
    failure,
    isBusy,
    reveal: () => attempt(async () => void (meta && (await files.reveal(meta)))),
    save: () => attempt(save),
    compare: () =>
      attempt(async () => {
        const stored = await storedNow(files, shown);
        const hasDraft = fileType !== null && files.drafts.includes(fileType);
        await inEditor(({ tellStored, replaceAll }, at) => {
          if (!hasDraft) replaceAll(at, stored);
          tellStored(at, stored);
        });
      }),
    discard: () => void inEditor(({ replaceAll }, at) => replaceAll(at, open?.stored ?? '')),
    goTo: (line) => void inEditor(({ goToLine }, at) => goToLine(at, line)),
    ...useHandOver(around),
  };
}

function useSave({ files, shown: { fileType, name }, view }: Around): () => Promise<void> {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const toasts = useToasts();
  return async () => {
    if (fileType === null || view === null) return;
    const editor = await import('./editor/deeds.ts');
    const text = editor.textToSave(view);
    if (text === null) return;
    await files.save(fileType, text);
    editor.tellStored(view, text);
    toasts.done('Saved', { name });
    await queries.invalidateQueries(trpc.envs.pathFilter());
  };
}

/** Copies and downloads the file, revealed or not: what is sealed is opened on its way, and is not shown. */
function useHandOver({ project, shown: { open, meta, name } }: Around): Pick<FileDeeds, 'copy' | 'download'> {
  const toasts = useToasts();
  const copySecret = useCopySecret();
  const content = async () => {
    if (open !== null) return contentOf(open);
    return meta === null ? '' : (await revealFile(project.id, meta.id)).content;
  };
  return {
    copy: () => void copySecret(content, { name, detail: project.name }),
    download: () =>
      void content().then(
        (text) => downloadText(text, fileNameOf(project.name, name)),
        (error: unknown) => toasts.failed(`${name} was not downloaded`, error),
      ),
  };
}

/** Reveals it again; a file that is gone counts as empty, and is made anew when the draft is saved. */
async function storedNow(files: Files, { meta, fileType }: ShownFile): Promise<string> {
  try {
    if (meta !== null) return await files.reveal(meta);
  } catch (error) {
    if (failureOf(error).code !== 'ENV_FILE_NOT_FOUND') throw error;
  }
  if (fileType !== null) files.orphan(fileType);
  return '';
}

/** Runs one thing at a time, and keeps what went wrong until the next; for each file by itself. */
function useAttempt(fileType: string | null) {
  const [last, setLast] = useState<{ fileType: string | null; failure: Failure } | null>(null);
  const [isBusy, setBusy] = useState(false);
  const isRunning = useRef(false);
  const attempt = async (run: () => Promise<void>): Promise<boolean> => {
    // Two presses of a key may come before the first is drawn.
    if (isRunning.current) return false;
    isRunning.current = true;
    setBusy(true);
    setLast(null);
    try {
      await run();
      return true;
    } catch (error) {
      setLast({ fileType, failure: failureOf(error) });
      return false;
    } finally {
      isRunning.current = false;
      setBusy(false);
    }
  };
  return { failure: last?.fileType === fileType ? (last?.failure ?? null) : null, isBusy, attempt };
}
