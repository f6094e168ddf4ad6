import { useQuery } from '@tanstack/react-query';
import { Check, RefreshCw } from 'lucide-react';
import type { EncryptionStatus } from '#shared/account.ts';
import { count, formatNumber } from '#web/lib/format.ts';
import { useTRPC } from '#web/trpc.ts';
import { Ago } from '#web/ui/ago.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Loaded } from '#web/ui/loaded.tsx';
import { Note } from '#web/ui/note.tsx';
import { Section } from '#web/ui/section.tsx';
import { SkeletonRows } from '#web/ui/skeleton.tsx';

/** How the keys of the vault stand: ids and counts, never a key. */
export function Encryption() {
  const trpc = useTRPC();
  const query = useQuery(trpc.encryption.status.queryOptions({}));
  return (
    <Loaded
      of={query}
      what="The state of the encryption did not load."
      waiting={<SkeletonRows label="the state of the encryption" rows={4} widths={[120, 90, 60]} />}
    >
      {(status) => (
        <>
          <Rotation status={status} />
          <WrappingKeys status={status} />
          <DataKeys status={status} />
        </>
      )}
    </Loaded>
  );
}

function Rotation({ status }: { status: EncryptionStatus }) {
  const stale = status.keks.filter(({ id }) => id !== status.primaryKek).reduce((sum, { deks }) => sum + deks, 0);
  return (
    <Section title="Encryption" aside="AES-256-GCM, a data key of your own, wrapped by a key outside the database">
      {status.rotation === 'none' ? (
        <p className="flag ok whitespace-normal!">
          <Icon of={Check} />
          <span>
            Every data key is wrapped by the primary key <span className="mono">{status.primaryKek}</span>
          </span>
        </p>
      ) : (
        <Note icon={RefreshCw} kind="soon">
          {count(stale, 'data key')} {stale === 1 ? 'is' : 'are'} still wrapped by an older key. Keep it in the ring
          until none is: without it, what they sealed does not open.
        </Note>
      )}
    </Section>
  );
}

function WrappingKeys({ status }: { status: EncryptionStatus }) {
  return (
    <Section title="Wrapping keys" aside="they never lie in the database">
      <table>
        <thead>
          <tr>
            <th scope="col">Key</th>
            <th scope="col">State</th>
            <th scope="col" className="num">
              Data keys
            </th>
          </tr>
        </thead>
        <tbody>
          {status.keks.map(({ id, deks }) => (
            <tr key={id}>
              <td>
                <span className="mono">{id}</span>
              </td>
              <td>{id === status.primaryKek ? <State name="primary" does="wraps what is new" /> : <Older />}</td>
              <td className="num">{formatNumber(deks)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function DataKeys({ status }: { status: EncryptionStatus }) {
  return (
    <Section title="Your data keys" aside="stored wrapped, opened in memory alone">
      <table>
        <thead>
          <tr>
            <th scope="col">Made</th>
            <th scope="col">State</th>
            <th scope="col" className="no-phone">
              Wrapped by
            </th>
            <th scope="col" className="num">
              Secrets sealed
            </th>
          </tr>
        </thead>
        <tbody>
          {status.deks.map(({ id, kekId, active, uses, createdAt }) => (
            <tr key={id}>
              <td>
                <Ago at={createdAt} />
              </td>
              <td>{active ? <State name="active" does="seals what is new" /> : <Older />}</td>
              <td className="no-phone">
                <span className="mono">{kekId}</span>
              </td>
              <td className="num">{formatNumber(uses)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function State({ name, does }: { name: string; does: string }) {
  return (
    <>
      <span className="text-ink">{name}</span> <span className="faint small no-phone">{does}</span>
    </>
  );
}

function Older() {
  return <State name="older" does="opens only" />;
}
