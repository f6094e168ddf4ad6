import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { EnvProject } from '#shared/envs.ts';
import { issueAt } from '#web/lib/failure.ts';
import { useSend } from '#web/lib/use-send.ts';
import { useTRPC, useTRPCClient } from '#web/trpc.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { FailureNote } from '#web/ui/failure-note.tsx';
import { Field } from '#web/ui/field.tsx';
import { TextArea } from '#web/ui/text-area.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import { useToasts } from '#web/ui/toaster.tsx';

export type ProjectDialogProps = {
  /** The one to change; without it a new one is made. */
  project?: EnvProject;
  /** The name of a new one. */
  start?: string;
  onClose: () => void;
  onSaved?: (id: string) => void;
};

/** Makes an env project, or gives one another name. */
export function ProjectDialog({ project, start = '', onClose, onSaved }: ProjectDialogProps) {
  const [name, setName] = useState(project?.name ?? start);
  const [description, setDescription] = useState(project?.description ?? '');
  const save = useSave(project);
  const { failure, isBusy, onSubmit } = useSend(async () => {
    const id = await save({ name, description: description.trim() === '' ? null : description });
    onClose();
    onSaved?.(id);
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={project ? `Edit ${project.name}` : 'New env project'}
      isDraft={name !== (project?.name ?? start) || description !== (project?.description ?? '')}
      deeds={<Deeds deed={project ? 'Save project' : 'Create project'} isBusy={isBusy} onClose={onClose} />}
    >
      <form id="env-project" onSubmit={onSubmit} className="grid gap-4">
        {failure && failure.issues.length === 0 && (
          <FailureNote
            failure={failure}
            what={project ? 'The project was not saved.' : 'The project was not created.'}
          />
        )}
        <Field label="Name" error={issueAt(failure, 'name')}>
          <TextField value={name} onChange={setName} isMono required placeholder="atlas-web" />
        </Field>
        <Field label="Description" hint="optional" error={issueAt(failure, 'description')}>
          <TextArea value={description} onChange={setDescription} />
        </Field>
      </form>
    </Dialog>
  );
}

function Deeds({ deed, isBusy, onClose }: { deed: string; isBusy: boolean; onClose: () => void }) {
  return (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button kind="primary" type="submit" form="env-project" isBusy={isBusy}>
        {deed}
      </Button>
    </>
  );
}

function useSave(project: EnvProject | undefined) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const toasts = useToasts();
  return async (input: { name: string; description: string | null }): Promise<string> => {
    const saved = project
      ? await client.envs.update.mutate({ id: project.id, ...input })
      : await client.envs.create.mutate(input);
    await Promise.all([
      queries.invalidateQueries(trpc.envs.pathFilter()),
      queries.invalidateQueries(trpc.stats.pathFilter()),
    ]);
    toasts.done(project ? 'Saved' : 'Created', { name: saved.name });
    return saved.id;
  };
}
