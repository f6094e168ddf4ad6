import { useRef, useState } from 'react';
import type { TwoFactor } from '#shared/two-factor.ts';
import { useSend } from '#web/lib/use-send.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { FailureNote } from '#web/ui/failure-note.tsx';
import { Segmented } from '#web/ui/segmented.tsx';
import { EMPTY_FORM, problemsOf, type TokenForm, withSecret } from './form.ts';
import { isMigration, readMigration } from './migration.ts';
import { MovedTokens } from './moved-tokens.tsx';
import { PictureDrop, PictureProblem } from './picture-drop.tsx';
import { TokenFields } from './token-fields.tsx';
import { useMoving } from './use-moving.ts';
import { usePicture } from './use-picture.ts';
import { useSaveToken } from './use-save-token.ts';

const WORDS = 'Drop a picture of the QR code here, paste a screenshot of it, or choose a file.';
const WAYS = [
  { value: 'secret', label: 'Secret or address' },
  { value: 'picture', label: 'Picture of a QR code' },
] as const;

export type NewTokenProps = {
  from: 'secret' | 'picture';
  /** The tokens that are here already. */
  tokens: readonly TwoFactor[];
  onClose: () => void;
  onSaved: (token: TwoFactor) => void;
};

/** Adds a token by its secret, its address or a picture; or several, out of an export of another app. */
export function NewToken({ from, tokens, onClose, onSaved }: NewTokenProps) {
  const [way, setWay] = useState(from);
  const [form, setForm] = useState(EMPTY_FORM);
  const moving = useMoving(tokens, onClose);
  const picture = usePicture((scanned) => {
    if (scanned.kind === 'export') return moving.take(scanned);
    setForm((before) => withSecret(before, scanned.address));
    setWay('secret');
  });
  const onForm = (next: TokenForm) => {
    const migration = isMigration(next.secret) ? readMigration(next.secret) : null;
    if (migration === null) setForm(next);
    else moving.take({ kind: 'export', ...migration });
  };
  if (moving.tokens.length > 0) return <MovedTokens moving={moving} picture={picture} onClose={onClose} />;
  return (
    <OneToken {...{ way, setWay, form, picture, onClose, onSaved }} onForm={onForm} isDraft={form !== EMPTY_FORM} />
  );
}

type OneTokenProps = Pick<NewTokenProps, 'onClose' | 'onSaved'> & {
  way: 'secret' | 'picture';
  setWay: (way: 'secret' | 'picture') => void;
  form: TokenForm;
  onForm: (form: TokenForm) => void;
  picture: ReturnType<typeof usePicture>;
  isDraft: boolean;
};

function OneToken({ way, setWay, form, onForm, picture, isDraft, onClose, onSaved }: OneTokenProps) {
  const secret = useRef<HTMLInputElement>(null);
  const save = useSaveToken();
  const { failure, isBusy, onSubmit } = useSend(async () => {
    onSaved(await save.create(form));
    onClose();
  });
  const isReady = way === 'secret' && Object.keys(problemsOf(form)).length === 0;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="New token"
      isDraft={isDraft}
      initialFocus={secret}
      deeds={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form="token" isBusy={isBusy} disabled={!isReady}>
            Add token
          </Button>
        </>
      }
    >
      <Segmented label="Where it comes from" value={way} onChange={setWay} segments={WAYS} grows />
      {way === 'picture' && <PictureDrop picture={picture} words={WORDS} />}
      <form id="token" onSubmit={onSubmit} className="grid gap-4" hidden={way === 'picture'}>
        <PictureProblem picture={picture} />
        {failure && failure.issues.length === 0 && <FailureNote failure={failure} what="The token was not added." />}
        <TokenFields form={form} onChange={onForm} failure={failure} secretRef={secret} />
      </form>
    </Dialog>
  );
}
