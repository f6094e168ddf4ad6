import { useState } from 'react';
import type { EnvFile } from '#shared/envs.ts';
import { failureOf } from '#web/lib/failure.ts';
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

export type Files = {
  get(fileType: string): OpenFile | null;
  /** Those that differ from what is stored. */
  drafts: readonly string[];
  /** Whether any is revealed. */
  isAny: boolean;
  /** Decrypts a file; a draft that stands stays, against what is stored now. Resolves to that. */
  reveal(file: Pick<EnvFile, 'id' | 'fileType' | 'updatedAt'>): Promise<string>;
  /** A file that was made just now with this content. */
  begin(fileType: string, opened: Omit<OpenFile, 'draft' | 'ending' | 'stored'> & { content: string }): void;
  setDraft(fileType: string, draft: Draft): void;
  /** Sends the draft; resolves to what is stored by that. */
  save(fileType: string): Promise<string>;
  /** Says that nothing is stored any more: it was deleted elsewhere. */
  orphan(fileType: string): void;
  drop(fileType: string): void;
};

/** What is revealed of a project's files while its page stands, by their type. */
export function useFiles(projectId: string): Files {
  const [open, setOpen] = useState<Readonly<Record<string, OpenFile>>>({});
  const put = (fileType: string, change: (file: OpenFile | null) => OpenFile) =>
    setOpen((all) => ({ ...all, [fileType]: change(all[fileType] ?? null) }));
  const update = (fileType: string, change: Partial<OpenFile>) =>
    setOpen((all) => (all[fileType] ? { ...all, [fileType]: { ...all[fileType], ...change } } : all));
  return {
    get: (fileType) => open[fileType] ?? null,
    drafts: Object.keys(open).filter((fileType) => isDraft(open[fileType])),
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
    async save(fileType) {
      const file = open[fileType];
      if (file === undefined) throw failureOf(null);
      const text = textOf(file);
      const content = storedForm({ text, ending: file.ending });
      const { etag, updatedAt } = await saveFile({ projectId, fileType, content, etag: file.etag });
      update(fileType, { stored: text, etag, updatedAt });
      return text;
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

function isDraft(file: OpenFile | undefined): boolean {
  return file !== undefined && textOf(file) !== file.stored;
}
