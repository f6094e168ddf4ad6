import { useQueryClient } from '@tanstack/react-query';
import type { Entry, EntryChange, EntryCopy, EntryInput } from '#shared/entries.ts';
import { refusal } from '#web/lib/failure.ts';
import { downloadText } from '#web/lib/text-file.ts';
import { useReveals } from '#web/lib/use-reveal.ts';
import { useTRPC, useTRPCClient } from '#web/trpc.ts';
import { useToasts } from '#web/ui/toaster.tsx';
import { fileNameOf } from './entry-words.ts';

/** Opens secrets of entries. They go where they were asked for, and into no cache. */
export function useEntrySecret() {
  const client = useTRPCClient();
  const toasts = useToasts();
  const open = async (id: string, field?: string): Promise<string> => {
    const { value } = await client.entries.reveal.mutate({ id });
    if (typeof value === 'string') return value;
    // Lines of dotenv would need quoting, which the export does.
    if (field === undefined) return JSON.stringify(value);
    const text = Object.hasOwn(value, field) ? value[field] : undefined;
    if (text === undefined) throw refusal('FIELD_NOT_SET', `This entry has no ${field}. Edit it to set one.`);
    return text;
  };
  const download = async (entry: Entry) => {
    const fileName = fileNameOf(entry);
    try {
      downloadText(await open(entry.id), fileName);
    } catch (error) {
      toasts.failed(`${fileName} was not downloaded`, error);
    }
  };
  return { open, download };
}

/** Changes entries; every list that shows them is read again. */
export function useEntryWrites() {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const reveals = useReveals();
  const renew = () =>
    Promise.all(
      [trpc.entries, trpc.categories, trpc.projects, trpc.stats, trpc.overview, trpc.search].map((part) =>
        queries.invalidateQueries(part.pathFilter()),
      ),
    );
  const renewed = async <T>(made: Promise<T>): Promise<T> => {
    const answer = await made;
    await renew();
    return answer;
  };
  const remove = async ({ id }: Entry) => {
    const lists = trpc.entries.list.queryFilter();
    const before = queries.getQueriesData<Entry[]>(lists);
    await queries.cancelQueries(lists);
    queries.setQueriesData<Entry[]>(lists, (all) => all?.filter((one) => one.id !== id));
    await client.entries.delete.mutate({ id }).catch((error: unknown) => {
      for (const [key, rows] of before) queries.setQueryData(key, rows);
      throw error;
    });
    void renew();
  };
  return {
    create: (input: EntryInput) => renewed(client.entries.create.mutate(input)),
    update: async (change: EntryChange) => {
      // What is on the screen may be the secret that is just replaced.
      if (change.value !== undefined || change.fields !== undefined) reveals.maskAll();
      return renewed(client.entries.update.mutate(change));
    },
    copy: (wanted: EntryCopy) => renewed(client.entries.copy.mutate(wanted)),
    remove,
  };
}
