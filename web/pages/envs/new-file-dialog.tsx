import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Failure, failureOf, issueAt, refusal } from '#web/lib/failure.ts';
import { formatBytes } from '#web/lib/format.ts';
import { readTextFile } from '#web/lib/text-file.ts';
import { useSend } from '#web/lib/use-send.ts';
import { useTRPC } from '#web/trpc.ts';
import { Button } from '#web/ui/button.tsx';
import { Combobox } from '#web/ui/combobox.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { FailureNote } from '#web/ui/failure-note.tsx';
import { Field, FieldGroup } from '#web/ui/field.tsx';
import { FileDrop } from '#web/ui/file-drop.tsx';
import type { BenchParts } from './bench-parts.ts';
import { saveFile } from './file-api.ts';
import { FILE_TYPES, fileName } from './file-types.ts';

const MAX_BYTES = 512 * 1024;

/** What was dropped, or why it cannot be taken. */
type Dropped = { name: string; bytes: number; text: string } | { problem: string } | null;

/** Makes a file of a type, empty or with the content of one that is dropped. */
export function NewFileDialog({ bench }: { bench: BenchParts }) {
  const { open, shown } = bench;
  const free = FILE_TYPES.filter((type) => !shown.types.includes(type)).map(fileName);
  const [first] = useState(free[0] ?? '.env.');
  const [name, setName] = useState(first);
  const [dropped, setDropped] = useState<Dropped>(null);
  const create = useCreate(bench);
  const isTaken = shown.types.map(fileName).includes(name.trim());
  const { failure, isBusy, onSubmit } = useSend(async () => {
    if (isTaken) throw taken(name);
    await create(name.trim(), dropped !== null && 'text' in dropped ? dropped.text : '');
  });
  const take = async (file: File) => {
    const reading = await readTextFile(file, MAX_BYTES);
    setDropped('text' in reading ? { name: file.name, bytes: file.size, text: reading.text } : reading);
    if (/^\.env(\.[a-z0-9-]+)?$/.test(file.name)) setName(file.name);
  };
  return (
    <Dialog
      isOpen
      onClose={() => open(null)}
      title="New file"
      detail={`in ${bench.project.name}`}
      isDraft={dropped !== null || name !== first}
      deeds={<Deeds deed={`Create ${name.trim() || 'the file'}`} isBusy={isBusy} onClose={() => open(null)} />}
    >
      <form id="new-file" onSubmit={onSubmit} className="grid gap-4">
        {failure && issueOf(failure) === null && <FailureNote failure={failure} what="The file was not created." />}
        <Field label="Name" hint=".env, or .env. and a word" error={issueOf(failure)}>
          <Combobox value={name} onChange={setName} options={free} isMono />
        </Field>
        <Content dropped={dropped} onFile={(file) => void take(file)} />
      </form>
    </Dialog>
  );
}

function Deeds({ deed, isBusy, onClose }: { deed: string; isBusy: boolean; onClose: () => void }) {
  return (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button kind="primary" type="submit" form="new-file" isBusy={isBusy}>
        {deed}
      </Button>
    </>
  );
}

function Content({ dropped, onFile }: { dropped: Dropped; onFile: (file: File) => void }) {
  const problem = dropped !== null && 'problem' in dropped ? dropped.problem : null;
  return (
    <FieldGroup label="Content" hint="optional">
      <FileDrop what="a .env" onFile={onFile}>
        {dropped !== null && 'text' in dropped ? `${dropped.name}, ${formatBytes(dropped.bytes)}` : undefined}
      </FileDrop>
      {problem !== null && (
        <p className="help danger" role="alert">
          {problem}
        </p>
      )}
    </FieldGroup>
  );
}

function useCreate({ project, files, shown, open, cover }: BenchParts) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  return async (name: string, content: string): Promise<void> => {
    const fileType = name.replace(/^\./, '');
    const saving = saveFile({ projectId: project.id, fileType, content, etag: null });
    const { etag, updatedAt } = await saving.catch((error: unknown) => {
      // Someone else made it since the list was read.
      throw failureOf(error).code === 'PRECONDITION_FAILED' ? taken(name) : error;
    });
    files.begin(fileType, { content, etag, updatedAt });
    await queries.invalidateQueries(trpc.envs.pathFilter());
    cover.uncover();
    open(null);
    shown.show(fileType);
  };
}

function issueOf(failure: Failure | null): string | null {
  return issueAt(failure, 'fileType');
}

function taken(name: string): Failure {
  return refusal('ENV_FILE_EXISTS', `${name.trim()} is there already.`, 'fileType');
}
