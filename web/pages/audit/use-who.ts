import { useQuery } from '@tanstack/react-query';
import type { AuditEvent } from '#shared/audit.ts';
import { useAccount } from '#web/layout/account.ts';
import { useTRPC } from '#web/trpc.ts';

export type Who = { name: string; isMono: boolean; isFaint: boolean };

/** Names who did something: oneself, a key by its name while it lives, else as the log has it. */
export function useWho(): (caller: AuditEvent['caller']) => Who {
  const account = useAccount();
  const trpc = useTRPC();
  const { data: keys = [] } = useQuery(trpc.accessKeys.list.queryOptions({}));
  return ({ kind, id, label }) => {
    if (kind === 'system') return { name: 'server', isMono: false, isFaint: false };
    if (kind === 'anonymous') return { name: label ?? 'someone', isMono: label !== null, isFaint: label === null };
    if (kind === 'accessKey') {
      const name = keys.find((key) => key.id === id)?.name ?? `${label ?? 'a key'}…`;
      return { name, isMono: true, isFaint: false };
    }
    const isSelf = account !== undefined && label === account.email;
    return { name: isSelf ? account.name : (label ?? 'someone'), isMono: !isSelf, isFaint: false };
  };
}
