import { Plus } from 'lucide-react';
import { Button } from '#web/ui/button.tsx';
import { Nothing } from '#web/ui/nothing.tsx';

export function NoFiles({ onNew }: { onNew: () => void }) {
  return (
    <Nothing
      title="No files yet"
      acts={
        <Button kind="primary" icon={Plus} hint="n" onClick={onNew}>
          New file
        </Button>
      }
    >
      A project keeps its .env files whole, comments and order included: one for each environment, encrypted as it
      stands.
    </Nothing>
  );
}
