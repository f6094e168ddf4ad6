import { count } from '#web/lib/format.ts';
import { EnvironmentField, ProjectField } from '#web/pages/entries/place-fields.tsx';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { FailureNote } from '#web/ui/failure-note.tsx';
import { SkeletonRows } from '#web/ui/skeleton.tsx';
import './import.css';
import { Preview } from './preview.tsx';
import { TextStep } from './text-step.tsx';
import { type Import, type ImportStart, useImport } from './use-import.ts';

export type ImportDialogProps = ImportStart & { onClose: () => void; onDone?: () => void };

/** Takes a dotenv text over: the text, then where to and what becomes of each variable, then all at once. */
export function ImportDialog({ text, place, onClose, onDone }: ImportDialogProps) {
  const of = useImport({ text, place }, () => {
    onClose();
    onDone?.();
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width="l"
      isDraft={of.text !== ''}
      title="Import a .env"
      detail="Nothing is stored before you have seen what becomes of each variable."
      cost={of.isRead && <Back of={of} />}
      deeds={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Deed of={of} />
        </>
      }
    >
      {of.failure && <FailureNote failure={of.failure} what="Nothing was imported." />}
      {of.isRead ? <Plan of={of} /> : <TextStep text={of.text} onText={of.setText} onFile={of.takeFile} />}
    </Dialog>
  );
}

function Back({ of }: { of: Import }) {
  return (
    <Button kind="quiet" className="-ml-2" onClick={() => of.setRead(false)}>
      Back to the text
    </Button>
  );
}

function Deed({ of }: { of: Import }) {
  if (!of.isRead) {
    return (
      <Button kind="primary" disabled={of.text.trim() === ''} onClick={() => of.setRead(true)}>
        Preview import
      </Button>
    );
  }
  return (
    <Button kind="primary" disabled={of.many === 0} isBusy={of.isBusy} onClick={of.apply}>
      Import {count(of.many, 'variable')}
    </Button>
  );
}

/** Where to, and what becomes of each variable there. */
function Plan({ of }: { of: Import }) {
  const { place, move, result, chosen, setChosen, failure } = of;
  const isPlaced = place.name.trim() !== '';
  return (
    <>
      <ProjectField value={place.name} onChange={(name) => move({ name })} />
      <EnvironmentField value={place.environment} onChange={(environment) => move({ environment })} />
      {!isPlaced && <p className="faint">Name the project: what becomes of each variable depends on it.</p>}
      {isPlaced && result === null && failure === null && <SkeletonRows label="the preview" rows={3} />}
      {result && <Preview result={result} place={place} chosen={chosen} onChoose={setChosen} />}
    </>
  );
}
