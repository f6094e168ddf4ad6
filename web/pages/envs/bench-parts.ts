import type { EditorView } from '@codemirror/view';
import type { EnvProjectWithFiles } from '#shared/envs.ts';
import type { Cover } from './use-cover.ts';
import type { FileDeeds } from './use-file-deeds.ts';
import type { Files } from './use-files.ts';
import type { ShownFile } from './use-shown-file.ts';

/** The dialog that is open. */
export type Opened = 'new-file' | 'fill' | 'review' | 'delete-file' | 'delete-project' | 'edit-project' | null;

/** What the parts of the page of a project's files work with. */
export type BenchParts = {
  project: EnvProjectWithFiles;
  files: Files;
  shown: ShownFile;
  /** The editor while it stands. */
  view: EditorView | null;
  setView: (view: EditorView | null) => void;
  cover: Cover;
  deeds: FileDeeds;
  /** Whether the text of the shown file is on the page. */
  isOpen: boolean;
  opened: Opened;
  open: (opened: Opened) => void;
};
