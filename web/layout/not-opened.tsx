import { useQueryClient } from '@tanstack/react-query';
import { failureOf } from '#web/lib/failure.ts';
import { FailureNote } from '#web/ui/failure-note.tsx';
import { Seal } from '#web/ui/seal.tsx';

/** In place of the frame while it cannot be said who is signed in. A stranger never sees it: he is led to the door. */
export function NotOpened({ error }: { error: unknown }) {
  const queries = useQueryClient();
  const failure = failureOf(error);
  // What the page behind it asked for has failed as well, most likely; it is asked again with the rest.
  const again = () => void queries.refetchQueries({ predicate: ({ state }) => state.data === undefined });
  if (failure.code === 'AUTH_REQUIRED') return null;
  return (
    <main className="blank mx-auto px-4">
      <Seal />
      <h1>Your vault did not open</h1>
      <div className="mt-5">
        <FailureNote failure={failure} what="Nothing of it was read." onRetry={again} />
      </div>
    </main>
  );
}
