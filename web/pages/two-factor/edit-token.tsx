import { useRef, useState } from 'react';
import type { TwoFactor } from '#shared/two-factor.ts';
import { brandOf } from '#web/lib/brand.ts';
import { useSend } from '#web/lib/use-send.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { FailureNote } from '#web/ui/failure-note.tsx';
import { Tile } from '#web/ui/tile.tsx';
import { formOf, problemsOf } from './form.ts';
import { TokenFields } from './token-fields.tsx';
import { useSaveToken } from './use-save-token.ts';

/** Changes a token; a secret that is not typed stays as it is stored. */
export function EditToken({ token, onClose }: { token: TwoFactor; onClose: () => void }) {
  const [form, setForm] = useState(() => formOf(token));
  const [first] = useState(form);
  const service = useRef<HTMLInputElement>(null);
  const save = useSaveToken();
  const { failure, isBusy, onSubmit } = useSend(async () => {
    await save.change(form, token);
    onClose();
  });
  const isReady = Object.keys(problemsOf(form)).length === 0;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Edit ${token.service}`}
      tile={<Tile icon={brandOf(form.service)} name={form.service || '?'} />}
      isDraft={form !== first}
      initialFocus={service}
      deeds={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form="token" isBusy={isBusy} disabled={!isReady}>
            Save token
          </Button>
        </>
      }
    >
      <form id="token" onSubmit={onSubmit} className="grid gap-4">
        {failure && failure.issues.length === 0 && <FailureNote failure={failure} what="The token is as it was." />}
        <TokenFields form={form} onChange={setForm} failure={failure} token={token} serviceRef={service} />
      </form>
    </Dialog>
  );
}
