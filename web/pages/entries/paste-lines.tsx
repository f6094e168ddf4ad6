import { useState } from 'react';
import { count } from '#web/lib/format.ts';
import { Field } from '#web/ui/field.tsx';
import { TextArea } from '#web/ui/text-area.tsx';
import type { EntryForm } from './entry-form.ts';
import { type Filled, fillFromLines } from './entry-lines.ts';

export type PasteLinesProps = {
  form: EntryForm;
  onChange: (form: EntryForm) => void;
  names: readonly string[];
  isFree: boolean;
};

/** A place for lines of a .env: each goes to the field of its name as soon as it stands there. */
export function PasteLines({ form, onChange, names, isFree }: PasteLinesProps) {
  const [text, setText] = useState('');
  const [said, setSaid] = useState<string | null>(null);
  // Half a name that is still being typed must leave nothing behind, so each text begins from here.
  const [before] = useState(form);
  const take = (next: string) => {
    const filled = fillFromLines(before, names, isFree, next);
    const { texts, removed, extras } = filled.form;
    setText(next);
    setSaid(wordsFor(filled));
    onChange({ ...form, texts, removed, extras });
  };
  return (
    <Field label="Lines of .env" hint="NAME=value, quoted or not" help={said}>
      <TextArea isMono autoFocus rows={4} className="veiled" value={text} onChange={take} />
    </Field>
  );
}

function wordsFor({ filled, left }: Filled): string {
  const first = `${count(filled, 'field')} filled.`;
  return left.length === 0 ? first : `${first} No field for ${left.join(', ')}.`;
}
