import { useRef, useState } from 'react';
import type { EnvFile } from '#shared/envs.ts';
import { type Lines, readLines, storedForm } from '#web/lib/line-endings.ts';
import type { Draft } from './editor/editor.tsx';
import { revealFile, saveFile } from './file-api.ts';

/** A file that was revealed: what is stored, and the draft of it once its editor stood. Nothing of it is cached. */
export type OpenFile = {
  stored: string;
  ending: Lines['ending'];
  /** The revision that `stored` is; null when there is none any more. */
  etag: string | null;
  /** When the list says that it was last changed: later, and it is not what was revealed. */
  updatedAt: string | null;
  draft: Draft | null;
};

type OpenFiles = Readonly<Record<string, OpenFile>>;

export type Files = {
  get(fileType: string): OpenFile | null;
  /** Those that differ from what is stored. */
  drafts: readonly string[];
  /** Whether there are any at this moment, be they drawn yet or not. */
  hasDrafts(): boolean;
  /** Whether any is revealed. */
  isAny: boolean;
  /** Decrypts a file; a draft that stands stays, against what is stored now. Resolves to that. */
  reveal(file: Pick<EnvFile, 'id' | 'fileType' | 'updatedAt'>): Promise<string>;
  /** A file that was made just now with this content. */
  begin(fileType: string, opened: Omit<OpenFile, 'draft' | 'ending' | 'stored'> & { content: string }): void;
  setDraft(fileType: string, draft: Draft): void;
  /** Stores a text as the file. It is handed in: what was typed last is in the editor before it is in here. */
  save(fileType: string, text: string): Promise<void>;
  /** Says that nothing is stored any more: it was deleted elsewhere. */
  orphan(fileType: string): void;
  drop(fileType: string): void;
};

const NEW_FILE: Pick<OpenFile, 'ending' | 'etag'> = { ending: '\n', etag: null };

/** What is revealed of a project's files while its page stands, by their type. */
export function useFiles(projectId: string): Files {
  const [open, draw] = useState<OpenFiles>({});
  const latest = useRef(open);
  const setOpen = (change: (all: OpenFiles) => OpenFiles) => {
    latest.current = change(latest.current);
    draw(latest.current);
  };
  const put = (fileType: string, change: (file: OpenFile | null) => OpenFile) =>
    setOpen((all) => ({ ...all, [fileType]: change(all[fileType] ?? null) }));
  const update = (fileType: string, change: Partial<OpenFile>) =>
    setOpen((all) => (all[fileType] ? { ...all, [fileType]: { ...all[fileType], ...change } } : all));
  return {
    get: (fileType) => open[fileType] ?? null,
    drafts: draftsOf(open),
    hasDrafts: () => draftsOf(latest.current).length > 0,
    isAny: Object.keys(open).length > 0,
    async reveal({ id, fileType, updatedAt }) {
      const { content, etag } = await revealFile(projectId, id);
      const { text: stored, ending } = readLines(content);
      put(fileType, (file) => ({ stored, ending, etag, updatedAt, draft: file?.draft ?? null }));
      return stored;
    },
    begin(fileType, { content, etag, updatedAt }) {
      const { text: stored, ending } = readLines(content);
      put(fileType, () => ({ stored, ending, etag, updatedAt, draft: null }));
    },
    setDraft: (fileType, draft) => update(fileType, { draft }),
    async save(fileType, text) {
      const { ending, etag: before } = open[fileType] ?? NEW_FILE;
      const content = storedForm({ text, ending });
      const { etag, updatedAt } = await saveFile({ projectId, fileType, content, etag: before });
      update(fileType, { stored: text, etag, updatedAt });
    },
    orphan: (fileType) => update(fileType, { stored: '', etag: null, updatedAt: null }),
    drop: (fileType) => setOpen(({ [fileType]: _gone, ...others }) => others),
  };
}

/** What stands in the editor, with line feeds. */
export function textOf({ stored, draft }: OpenFile): string {
  return draft?.reading.text ?? stored;
}

/** What a copy or a download of it holds, byte for byte. */
export function contentOf(file: OpenFile): string {
  return storedForm({ text: textOf(file), ending: file.ending });
}

function draftsOf(open: OpenFiles): string[] {
  return Object.entries(open).flatMap(([fileType, file]) => (textOf(file) === file.stored ? [] : [fileType]));
}
