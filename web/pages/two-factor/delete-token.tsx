import { useQueryClient } from '@tanstack/react-query';
import type { TwoFactor } from '#shared/two-factor.ts';
import { count } from '#web/lib/format.ts';
import { useTRPC, useTRPCClient } from '#web/trpc.ts';
import { Confirm } from '#web/ui/confirm.tsx';
import { useToasts } from '#web/ui/toaster.tsx';

/** Deletes a token. It is gone from the list at once, and back in it if the server refuses. */
export function DeleteToken({ token, onClose }: { token: TwoFactor; onClose: () => void }) {
  const { id, service, accountName, hasSecret, recoveryCodesLeft: left } = token;
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const toasts = useToasts();
  const list = trpc.twoFactor.list.queryKey({});
  const remove = async () => {
    const before = queries.getQueryData(list);
    queries.setQueryData(list, (all) => all?.filter((one) => one.id !== id));
    await client.twoFactor.delete.mutate({ id }).catch((error: unknown) => {
      queries.setQueryData(list, before);
      throw error;
    });
    void queries.invalidateQueries(trpc.stats.pathFilter());
    toasts.done('Deleted', { name: service });
  };
  const lost = [hasSecret ? 'its secret' : null, left > 0 ? count(left, 'unused recovery code') : null];
  const words = lost.filter((one) => one !== null).join(' and ') || 'what you wrote about it';
  return (
    <Confirm
      isOpen
      onClose={onClose}
      title={accountName ? `Delete ${service} (${accountName})` : `Delete ${service}`}
      deed="Delete the token"
      onConfirm={remove}
    >
      <b className="strong">{words.charAt(0).toUpperCase() + words.slice(1)}</b> cannot be brought back, except from a
      backup. Turn two-factor off at {service} first, or keep another way in.
    </Confirm>
  );
}
