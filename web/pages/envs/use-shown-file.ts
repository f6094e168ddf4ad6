import type { EnvFile, EnvProjectWithFiles } from '#shared/envs.ts';
import { useSearchParam } from '#web/lib/address.ts';
import { byType, fileName } from './file-types.ts';
import type { Files, OpenFile } from './use-files.ts';

export type ShownFile = {
  /** All types that have a tab, in order. */
  types: readonly string[];
  /** The one that is shown; null when there is none at all. */
  fileType: string | null;
  /** ".env.production", or nothing. */
  name: string;
  /** What the list says of it; null for a draft whose file was deleted elsewhere. */
  meta: EnvFile | null;
  /** What is revealed of it. */
  open: OpenFile | null;
  show: (fileType: string) => void;
};

/** Which file the address names; without one, or with an unknown one, the first. */
export function useShownFile(project: EnvProjectWithFiles, files: Files): ShownFile {
  const [wanted, want] = useSearchParam('file');
  const listed = project.files.map(({ fileType }) => fileType);
  const types = [...new Set([...listed, ...files.drafts])].map((fileType) => ({ fileType })).sort(byType);
  const all = types.map(({ fileType }) => fileType);
  const fileType = all.find((one) => one === wanted) ?? all[0] ?? null;
  return {
    types: all,
    fileType,
    name: fileType === null ? '' : fileName(fileType),
    meta: project.files.find((file) => file.fileType === fileType) ?? null,
    open: fileType === null ? null : files.get(fileType),
    show: want,
  };
}
