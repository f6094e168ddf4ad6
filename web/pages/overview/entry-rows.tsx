import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Entry } from '#shared/entries.ts';
import { labelOf } from '#web/pages/keys/entries.ts';
import { paths } from '#web/paths.ts';
import { useTRPCClient } from '#web/trpc.ts';
import { CopySecretButton } from '#web/ui/copy-button.tsx';
import { EnvironmentName } from '#web/ui/environment.tsx';
import { Tile } from '#web/ui/tile.tsx';

export type EntryRowProps = {
  entry: Entry;
  /** What the list is about: when it expires, when it was added. */
  about: ReactNode;
};

/** An entry in a short list; on a phone two lines. */
export function EntryRow({ entry, about }: EntryRowProps) {
  const { category, name, environment } = entry;
  const isVariable = category.envVarName !== null;
  return (
    <li className="erow">
      <span className="cellrow">
        <span className="no-phone">
          <Tile icon={category.icon} name={category.name} size="s" />
        </span>
        <Link to={paths.entry(entry.categoryId, entry.id)} className={isVariable ? 'mono clip' : 'clip font-label'}>
          {labelOf(entry)}
        </Link>
      </span>
      <EnvironmentName of={environment} project={name} />
      <span className="about">{about}</span>
      <CopyIt entry={entry} />
    </li>
  );
}

/** One value can be copied from here; a group is copied field by field on its own page. */
function CopyIt({ entry }: { entry: Entry }) {
  const client = useTRPCClient();
  if (entry.category.keyType === 'group') return <span />;
  const get = async () => {
    const { value } = await client.entries.reveal.mutate({ id: entry.id });
    return typeof value === 'string' ? value : JSON.stringify(value);
  };
  return (
    <span className="ibs">
      <CopySecretButton get={get} name={labelOf(entry)} detail={`${entry.name}, ${entry.environment}`} />
    </span>
  );
}
