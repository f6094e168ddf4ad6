import { useQueryClient } from '@tanstack/react-query';
import type { TwoFactor, TwoFactorInput } from '#shared/two-factor.ts';
import { useTRPC, useTRPCClient } from '#web/trpc.ts';
import { useToasts } from '#web/ui/toaster.tsx';
import { changeOf, inputOf, type TokenForm } from './form.ts';

/** Sends a token past every cache, for it holds a secret; then the list shows it. */
export function useSaveToken() {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const toasts = useToasts();
  const list = trpc.twoFactor.list.queryKey({});
  const refresh = () => {
    void queries.invalidateQueries(trpc.twoFactor.pathFilter());
    void queries.invalidateQueries(trpc.stats.pathFilter());
  };
  const add = async (input: TwoFactorInput) => {
    const token = await client.twoFactor.create.mutate(input);
    queries.setQueryData(list, (all) => (all?.some(({ id }) => id === token.id) ? all : [token, ...(all ?? [])]));
    return token;
  };
  return {
    add,
    refresh,
    async create(form: TokenForm): Promise<TwoFactor> {
      const token = await add(inputOf(form));
      refresh();
      toasts.done('Added', { name: token.service });
      return token;
    },
    async change(form: TokenForm, token: TwoFactor): Promise<void> {
      const changed = await client.twoFactor.update.mutate(changeOf(form, token));
      queries.setQueryData(list, (all) => all?.map((one) => (one.id === changed.id ? changed : one)));
      refresh();
      toasts.done('Saved', { name: changed.service });
    },
  };
}
