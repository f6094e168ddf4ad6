import { useState } from 'react';
import { readTextFile } from '#web/lib/text-file.ts';
import { Field } from '#web/ui/field.tsx';
import { FileDrop } from '#web/ui/file-drop.tsx';
import { TextArea } from '#web/ui/text-area.tsx';

const MAX_BYTES = 512 * 1024;

export type TextStepProps = {
  text: string;
  onText: (text: string) => void;
  onFile: (text: string, fileName: string) => void;
};

/** Where the text comes from: pasted, dropped or chosen. */
export function TextStep({ text, onText, onFile }: TextStepProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const take = async (file: File) => {
    const reading = await readTextFile(file, MAX_BYTES);
    if ('problem' in reading) return setProblem(reading.problem);
    setProblem(null);
    onFile(reading.text, file.name);
  };
  return (
    <>
      <FileDrop what="a .env" onFile={(file) => void take(file)} />
      <Field label="Text of the .env" hint="or paste it, comments and all" error={problem}>
        <TextArea
          isMono
          rows={9}
          value={text}
          onChange={onText}
          placeholder={'DATABASE_URL=postgres://…\nOPENAI_API_KEY=sk-…'}
        />
      </Field>
    </>
  );
}
