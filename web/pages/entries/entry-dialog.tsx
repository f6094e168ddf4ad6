import { ClipboardPaste } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useRef, useState } from 'react';
import type { Entry } from '#shared/entries.ts';
import { type Failure, issueAt, refusal } from '#web/lib/failure.ts';
import { useSend } from '#web/lib/use-send.ts';
import { useShortcuts } from '#web/lib/use-shortcuts.ts';
import { labelOf } from '#web/pages/keys/entries.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { FailureNote } from '#web/ui/failure-note.tsx';
import { Field } from '#web/ui/field.tsx';
import { TextArea } from '#web/ui/text-area.tsx';
import { Tile } from '#web/ui/tile.tsx';
import { useToasts } from '#web/ui/toaster.tsx';
import './entries.css';
import {
  type CategoryLike,
  changeOf,
  type EntryForm,
  emptyForm,
  formOf,
  inputOf,
  problemOf,
  type Start,
} from './entry-form.ts';
import { formWords, placeOf } from './entry-words.ts';
import { ExpiresField } from './expires-field.tsx';
import { EnvironmentField, ProjectField } from './place-fields.tsx';
import { SecretPart } from './secret-part.tsx';
import { useStoredFields } from './stored-fields.ts';
import { useEntryWrites } from './use-entry-deeds.ts';

export type EntryDialogProps = {
  category: CategoryLike;
  /** The one to change; without it a new one is made. */
  entry?: Entry;
  /** Where a new one begins, and what stands in its secret. */
  start?: Start;
  onClose: () => void;
  onSaved?: (entry: Entry) => void;
};

/** Makes an entry or changes one. The form follows the key type of its category. */
export function EntryDialog({ category, entry, start = {}, onClose, onSaved }: EntryDialogProps) {
  const [form, setForm] = useState(() => (entry ? formOf(entry, start) : emptyForm(category, start)));
  const [first] = useState(form);
  const [isPasting, setPasting] = useState(false);
  const [sent, setSent] = useState(form);
  const ref = useRef<HTMLFormElement>(null);
  const save = useSave(category, entry);
  const { failure, isBusy, onSubmit } = useSend(async () => {
    setSent(form);
    const saved = await save(form);
    onClose();
    onSaved?.(saved);
  });
  const onSaveKey = useSaveKey(ref);
  const isNew = entry === undefined;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={isNew ? `New ${category.name} entry` : `Edit ${labelOf(entry)}`}
      detail={isNew ? formWords(category) : placeOf(entry)}
      tile={<Tile icon={category.icon} name={category.name} />}
      isDraft={form !== first}
      cost={category.keyType === 'group' && <PasteButton isOn={isPasting} onClick={() => setPasting(!isPasting)} />}
      deeds={<Deeds deed={isNew ? 'Create entry' : 'Save entry'} isBusy={isBusy} onClose={onClose} />}
    >
      <form id="entry" ref={ref} onSubmit={onSubmit} onKeyDownCapture={onSaveKey} className="grid gap-4">
        <Fields
          category={category}
          entry={entry}
          form={form}
          onChange={setForm}
          failure={sent === form ? failure : null}
          isPasting={isPasting}
        />
      </form>
    </Dialog>
  );
}

/** Ctrl Enter saves from wherever the focus is; in the form it must be heard before a choice takes Enter for its own. */
function useSaveKey(ref: RefObject<HTMLFormElement | null>) {
  const save = () => ref.current?.requestSubmit();
  useShortcuts([{ keys: 'mod+Enter', label: 'save the entry', run: save }]);
  return (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    save();
  };
}

function Deeds({ deed, isBusy, onClose }: { deed: string; isBusy: boolean; onClose: () => void }) {
  return (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button kind="primary" type="submit" form="entry" hint="mod+Enter" isBusy={isBusy}>
        {deed}
      </Button>
    </>
  );
}

function PasteButton({ isOn, onClick }: { isOn: boolean; onClick: () => void }) {
  return (
    <Button kind="quiet" icon={ClipboardPaste} aria-pressed={isOn} className="-ml-2" onClick={onClick}>
      Paste lines of .env
    </Button>
  );
}

type FieldsProps = {
  category: CategoryLike;
  entry: Entry | undefined;
  form: EntryForm;
  onChange: (form: EntryForm) => void;
  failure: Failure | null;
  isPasting: boolean;
};

function Fields({ category, entry, form, onChange, failure, isPasting }: FieldsProps) {
  const stored = useStoredFields(entry);
  const isNew = entry === undefined;
  return (
    <>
      {failure && failure.issues.length === 0 && (
        <FailureNote failure={failure} what={isNew ? 'The entry was not created.' : 'The entry was not saved.'} />
      )}
      <div className="pair">
        <ProjectField
          value={form.name}
          onChange={(name) => onChange({ ...form, name })}
          error={issueAt(failure, 'name')}
        />
        <ExpiresField value={form.expires} onChange={(expires) => onChange({ ...form, expires })} />
      </div>
      <EnvironmentField value={form.environment} onChange={(environment) => onChange({ ...form, environment })} />
      <div className="secret-part">
        <SecretPart
          category={category}
          form={form}
          onChange={onChange}
          isNew={isNew}
          stored={stored}
          isPasting={isPasting}
          failure={failure}
        />
      </div>
      <Field label="Note" hint="people see it, the model never does" error={issueAt(failure, 'notes')}>
        <TextArea
          rows={1}
          value={form.notes}
          onChange={(notes) => onChange({ ...form, notes })}
          placeholder="Where it came from, who may rotate it"
        />
      </Field>
    </>
  );
}

function useSave(category: CategoryLike, entry: Entry | undefined) {
  const { create, update } = useEntryWrites();
  const toasts = useToasts();
  return async (form: EntryForm): Promise<Entry> => {
    const problem = problemOf(form, category, entry === undefined);
    if (problem !== null) throw refusal('FORM', problem.message, problem.path);
    const now = new Date();
    const saved = await (entry ? update(changeOf(form, entry, now)) : create(inputOf(form, category, now)));
    toasts.done(entry ? 'Saved' : 'Created', { name: labelOf(saved), detail: placeOf(saved) });
    return saved;
  };
}
