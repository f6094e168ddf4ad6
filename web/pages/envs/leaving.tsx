import { useBlocker } from '@tanstack/react-router';
import { Confirm } from '#web/ui/confirm.tsx';
import { fileName } from './file-types.ts';
import type { Files } from './use-files.ts';

/** Asks before a draft is lost: to another page here by a dialog, out of the app by the browser's own. */
export function Leaving({ files }: { files: Files }) {
  const blocker = useBlocker({
    // Another tab of the page is another search parameter, and takes no draft away.
    shouldBlockFn: ({ current, next }) => files.hasDrafts() && current.pathname !== next.pathname,
    enableBeforeUnload: files.hasDrafts,
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;
  const names = files.drafts.map(fileName).join(' and ');
  return (
    <Confirm
      isOpen
      onClose={blocker.reset}
      title={`Discard the draft of ${names}`}
      deed="Discard and leave"
      onConfirm={async () => blocker.proceed()}
    >
      What you changed stands in this tab alone. Cancel to go on with it, or to save it first.
    </Confirm>
  );
}
