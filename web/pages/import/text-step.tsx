import { useState } from 'react';
import { Button } from '#web/ui/button.tsx';
import { Field } from '#web/ui/field.tsx';
import { FileDrop } from '#web/ui/file-drop.tsx';
import { TextArea } from '#web/ui/text-area.tsx';

/** Where the text comes from: pasted, dropped or chosen. */
export function TextStep({ onText }: { onText: (text: string) => void }) {
  const [text, setText] = useState('');
  return (
    <>
      <Field label="Paste a .env" hint="comments and quotes are read as dotenv reads them">
        <TextArea isMono rows={9} value={text} onChange={setText} placeholder={'DATABASE_URL=…\nOPENAI_API_KEY=…'} />
      </Field>
      <FileDrop what="a .env" onFile={(file) => void file.text().then(onText)} />
      <div className="flex justify-end">
        <Button disabled={text.trim() === ''} onClick={() => onText(text)}>
          Preview import
        </Button>
      </div>
    </>
  );
}
