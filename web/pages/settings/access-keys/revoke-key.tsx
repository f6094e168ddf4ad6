import { useQueryClient } from '@tanstack/react-query';
import type { AccessKey } from '#shared/access-keys.ts';
import { useTRPC, useTRPCClient } from '#web/trpc.ts';
import { Ago } from '#web/ui/ago.tsx';
import { Confirm } from '#web/ui/confirm.tsx';
import { useToasts } from '#web/ui/toaster.tsx';
import { verbFor } from './keys-table.tsx';

/** Asks, naming the key, and ends it. */
export function RevokeKey({ accessKey, onClose }: { accessKey: AccessKey | null; onClose: () => void }) {
  const [client, trpc, queries, toasts] = [useTRPCClient(), useTRPC(), useQueryClient(), useToasts()];
  const revoke = async () => {
    if (accessKey === null) return;
    await client.accessKeys.revoke.mutate({ id: accessKey.id });
    await queries.invalidateQueries(trpc.accessKeys.pathFilter());
    toasts.done('Revoked', { name: accessKey.name });
  };
  const verb = accessKey === null ? 'Revoke' : verbFor(accessKey);
  return (
    <Confirm
      isOpen={accessKey !== null}
      onClose={onClose}
      title={`${verb} ${accessKey?.name ?? ''}`}
      deed={`${verb} ${accessKey?.name ?? ''}`}
      onConfirm={revoke}
    >
      {verb === 'Revoke' ? 'Its very next request is refused, everywhere. ' : 'It is refused already. '}
      <LastUse at={accessKey?.lastUsedAt ?? null} /> What it read stays in the audit log.
    </Confirm>
  );
}

function LastUse({ at }: { at: string | null }) {
  if (at === null) return 'It was never used.';
  return (
    <>
      It was last used <Ago at={at} />.
    </>
  );
}
