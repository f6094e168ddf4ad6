import { useState } from 'react';
import type { NewAccessKey } from '#shared/access-keys.ts';
import { formatDate } from '#web/lib/format.ts';
import { OnceDialog } from '#web/pages/settings/once-dialog.tsx';
import { FieldGroup } from '#web/ui/field.tsx';
import { useAsker } from '#web/ui/use-asker.ts';
import { summaryOf } from './abilities.ts';
import { CanList } from './can-list.tsx';
import { trialOf } from './curl.ts';
import { CurlLineWithKey } from './key-line.tsx';
import { NewKeyForm } from './new-key-form.tsx';

/** The form, then the key, once. The key lives in this state and nowhere else. */
export function NewKeyDialog({ onClose }: { onClose: () => void }) {
  const asker = useAsker();
  const [made, setMade] = useState<NewAccessKey | null>(null);
  if (made === null) return <NewKeyForm onClose={onClose} onMade={setMade} />;
  const trial = trialOf(made);
  const until = made.expiresAt === null ? 'without an end' : `until ${formatDate(new Date(made.expiresAt))}`;
  return (
    <OnceDialog
      title={
        <>
          Copy <span className="mono">{made.name}</span> now
        </>
      }
      secret={made.key}
      name={made.name}
      label="Access key"
      kept="I have stored it"
      finalFocus={asker}
      onClose={onClose}
    >
      {trial && (
        <FieldGroup label="Try it" hint={trial.answers}>
          <CurlLineWithKey path={trial.path} secret={made.key} />
        </FieldGroup>
      )}
      <FieldGroup label="What it can do" hint={`${summaryOf(made.scopes).name}, ${until}`}>
        <CanList power={made} />
      </FieldGroup>
    </OnceDialog>
  );
}
