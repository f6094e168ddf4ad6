import { OnceDialog } from '#web/pages/settings/once-dialog.tsx';
import { useAsker } from '#web/ui/use-asker.ts';

/** Shows the recovery codes of the sign-in, this once. */
export function RecoveryCodesDialog({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const asker = useAsker();
  return (
    <OnceDialog
      title="Your recovery codes"
      secret={codes.join('\n')}
      name="the recovery codes"
      label="Recovery codes"
      kept="I have stored them"
      finalFocus={asker}
      onClose={onClose}
    >
      <p className="dim">
        Each signs you in once, in place of a code, when your phone is not at hand. Keep them where this vault is not
        needed to read them.
      </p>
    </OnceDialog>
  );
}
