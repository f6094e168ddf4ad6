import { useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { formatBytes, relative } from '#web/lib/format.ts';
import { useNow } from '#web/lib/now.ts';
import { useSend } from '#web/lib/use-send.ts';
import { FILE_TYPES, fileName } from '#web/pages/envs/file-types.ts';
import { useTRPC } from '#web/trpc.ts';
import { Button } from '#web/ui/button.tsx';
import { Combobox } from '#web/ui/combobox.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { FailureNote } from '#web/ui/failure-note.tsx';
import { Field } from '#web/ui/field.tsx';
import { Note } from '#web/ui/note.tsx';
import { Select } from '#web/ui/select.tsx';
import { useKeepFile } from './use-keep-file.ts';

export type SaveDialogProps = {
  env: string;
  project: string | null;
  /** What is offered first. */
  type: string;
  onClose: () => void;
};

const OPTIONS = FILE_TYPES.map((value) => ({ value, label: <span className="mono">{fileName(value)}</span> }));

/** Keeps the file in an env project, an existing one or a new one; one of that type that is there is replaced. */
export function SaveDialog({ env, project, type, onClose }: SaveDialogProps) {
  const { data: projects = [] } = useQuery(useTRPC().envs.list.queryOptions({}));
  const [name, setName] = useState(project ?? '');
  const [fileType, setFileType] = useState(type);
  const found = projects.find((one) => one.name === name.trim());
  const keep = useKeepFile(onClose);
  const { failure, isBusy, onSubmit } = useSend(() =>
    keep({ env, fileType, name: name.trim(), id: found?.id ?? null }),
  );
  const isNew = name.trim() !== '' && found === undefined;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      isDraft={name !== (project ?? '')}
      title="Save to env files"
      cost={isNew && 'A new env project is made'}
      deeds={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form="keep-env" isBusy={isBusy} disabled={name.trim() === ''}>
            Save {fileName(fileType)}
          </Button>
        </>
      }
    >
      <form id="keep-env" onSubmit={onSubmit} className="grid gap-4">
        {failure && <FailureNote failure={failure} what="The file was not saved." />}
        <div className="pair">
          <Field label="Env project">
            <Combobox value={name} onChange={setName} options={projects.map((one) => one.name)} isMono />
          </Field>
          <Field label="File">
            <Select value={fileType} onChange={setFileType} options={OPTIONS} />
          </Field>
        </div>
        {found && <Replaced projectId={found.id} fileType={fileType} />}
      </form>
    </Dialog>
  );
}

/** What would be lost, said before it is. */
function Replaced({ projectId, fileType }: { projectId: string; fileType: string }) {
  const now = useNow();
  const { data: project } = useQuery(useTRPC().envs.get.queryOptions({ id: projectId }));
  const file = project?.files.find((one) => one.fileType === fileType);
  if (file === undefined) return null;
  return (
    <Note icon={TriangleAlert} kind="soon">
      <b className="title">This replaces {fileName(fileType)}</b>, {formatBytes(file.size)}, changed{' '}
      {relative(new Date(file.updatedAt), now)}. What stands in it is lost.
    </Note>
  );
}
