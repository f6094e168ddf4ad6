import { useQuery } from '@tanstack/react-query';
import type { SignInByKeycloak } from '#shared/instance.ts';
import { useTRPC } from '#web/trpc.ts';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { Loaded } from '#web/ui/loaded.tsx';
import { Section } from '#web/ui/section.tsx';
import { SkeletonRows } from '#web/ui/skeleton.tsx';

/** Under the names that Keycloak's console has for them. */
const FIELDS = [
  ['Valid redirect URIs', 'redirect'],
  ['Valid post logout redirect URIs', 'postLogout'],
  ['Backchannel logout URL', 'backchannelLogout'],
] as const;

/** Who else may come in: accounts of a realm, and what its client must have. */
export function KeycloakSection() {
  const trpc = useTRPC();
  const query = useQuery(trpc.instance.keycloak.queryOptions({}));
  return (
    <Section title="Sign-in by Keycloak">
      <Loaded
        of={query}
        what="The addresses did not load."
        waiting={<SkeletonRows label="addresses" rows={3} widths={[180, 240]} />}
      >
        {(setup) => <Setup setup={setup} />}
      </Loaded>
    </Section>
  );
}

function Setup({ setup: { issuer, addresses } }: { setup: SignInByKeycloak }) {
  return (
    <>
      <p className="dim">
        {issuer === null ? (
          <>
            It is off: <span className="mono">KEYCLOAK_URL</span> and <span className="mono">KEYCLOAK_REALM</span> turn
            it on. The client there needs these addresses.
          </>
        ) : (
          <>
            Accounts of <span className="mono break-all">{issuer}</span> may sign in. The client there needs these
            addresses.
          </>
        )}
      </p>
      <dl className="border-t border-line mt-4">
        {FIELDS.map(([label, field]) => (
          <div key={field} className="border-b border-line py-2">
            <dt className="small faint">{label}</dt>
            <dd className="flex items-center gap-3">
              <span className="mono break-all flex-1">{addresses[field]}</span>
              <CopyButton label={`Copy ${label}`} text={addresses[field]} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
