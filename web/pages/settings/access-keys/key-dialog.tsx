import type { AccessKey } from '#shared/access-keys.ts';
import { Ago, Expires } from '#web/ui/ago.tsx';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { FieldGroup } from '#web/ui/field.tsx';
import { CanList } from './can-list.tsx';
import { trialOf } from './curl.ts';
import { CurlLine } from './key-line.tsx';
import { verbFor } from './keys-table.tsx';

type Props = { accessKey: AccessKey; onClose: () => void; onRevoke: () => void };

/** What one key can do, where and until when. The key itself is known to nobody any more. */
export function KeyDialog({ accessKey, onClose, onRevoke }: Props) {
  const trial = trialOf(accessKey);
  const revoke = () => {
    onClose();
    onRevoke();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width="l"
      title={<span className="mono">{accessKey.name}</span>}
      detail={<span className="mono">{accessKey.keyPrefix}…</span>}
      cost={
        <>
          made <Ago at={accessKey.createdAt} />
          {accessKey.lastUsedAt === null ? ', never used' : ', last used '}
          {accessKey.lastUsedAt !== null && <Ago at={accessKey.lastUsedAt} />}
        </>
      }
      deeds={<Button onClick={revoke}>{verbFor(accessKey)}</Button>}
    >
      <FieldGroup label="What it can do" hint={<Expires at={accessKey.expiresAt} />}>
        <CanList power={accessKey} />
      </FieldGroup>
      <FieldGroup label="Scopes">
        <p className="mono dim">{accessKey.scopes.join(' ')}</p>
      </FieldGroup>
      {trial && (
        <FieldGroup label="Try it" hint={trial.answers}>
          <CurlLine path={trial.path} label="Copy the line" />
        </FieldGroup>
      )}
    </Dialog>
  );
}
