import { FileKey, X } from 'lucide-react';
import { useState } from 'react';
import { formatBytes } from '#web/lib/format.ts';
import { readTextFile } from '#web/lib/text-file.ts';
import { Field } from '#web/ui/field.tsx';
import { FileDrop } from '#web/ui/file-drop.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { IconButton } from '#web/ui/icon-button.tsx';
import { TextArea } from '#web/ui/text-area.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import type { EntryForm } from './entry-form.ts';

const MAX_BYTES = 512 * 1024;
const KINDS = {
  ssh: { what: 'a private key', paste: 'Private key', example: '-----BEGIN OPENSSH PRIVATE KEY-----' },
  json: { what: 'a JSON document', paste: 'JSON document', example: '{ "type": "service_account" }' },
} as const;

export type FileFieldProps = {
  form: EntryForm;
  onChange: (form: EntryForm) => void;
  keyType: keyof typeof KINDS;
  isNew: boolean;
  error: string | null;
};

/** A secret that is a file: dropped, chosen or pasted. Its name is kept for the day it is downloaded. */
export function FileField({ form, onChange, keyType, isNew, error }: FileFieldProps) {
  const { what, paste, example } = KINDS[keyType];
  const [taken, setTaken] = useState<{ name: string; bytes: number } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const take = async (file: File) => {
    const reading = await readTextFile(file, MAX_BYTES);
    if ('problem' in reading) return setProblem(reading.problem);
    setProblem(null);
    setTaken({ name: file.name, bytes: file.size });
    onChange({ ...form, text: reading.text, fileName: file.name });
  };
  const drop = () => {
    setTaken(null);
    onChange({ ...form, text: '' });
  };
  return (
    <>
      {taken === null ? (
        <>
          <FileDrop what={what} onFile={(file) => void take(file)} />
          <Field label={paste} hint="or paste its text" error={problem ?? error} help={isNew ? undefined : KEEPS}>
            <TextArea
              isMono
              rows={4}
              className="veiled"
              value={form.text}
              onChange={(text) => onChange({ ...form, text })}
              placeholder={isNew ? example : '••••••••••'}
            />
          </Field>
        </>
      ) : (
        <Taken {...taken} onDrop={drop} />
      )}
      <Field label="File name" hint="what it is called when it is downloaded">
        <TextField isMono value={form.fileName} onChange={(fileName) => onChange({ ...form, fileName })} />
      </Field>
    </>
  );
}

export const KEEPS = 'What is stored stays while this is empty.';

function Taken({ name, bytes, onDrop }: { name: string; bytes: number; onDrop: () => void }) {
  return (
    <div className="drop">
      <Icon of={FileKey} />
      <span className="mono clip">{name}</span>
      <span className="small faint">{formatBytes(bytes)}</span>
      <span className="ml-auto">
        <IconButton label={`Take ${name} out`} icon={X} onClick={onDrop} />
      </span>
    </div>
  );
}
