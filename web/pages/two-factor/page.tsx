import { useQuery } from '@tanstack/react-query';
import { Plus, QrCode } from 'lucide-react';
import { useState } from 'react';
import type { TwoFactor } from '#shared/two-factor.ts';
import { count } from '#web/lib/format.ts';
import { useShortcuts } from '#web/lib/use-shortcuts.ts';
import { useTRPC } from '#web/trpc.ts';
import { Button } from '#web/ui/button.tsx';
import { Head } from '#web/ui/head.tsx';
import { Loaded } from '#web/ui/loaded.tsx';
import { Nothing } from '#web/ui/nothing.tsx';
import type { Codes } from './codes.ts';
import { useTokenActs } from './token-acts.ts';
import { TokenBar } from './token-bar.tsx';
import { TokenDialogs } from './token-dialogs.tsx';
import { TokenGrid, type TokenGridProps } from './token-grid.tsx';
import { TokenSkeletons } from './token-skeletons.tsx';
import './two-factor.css';
import { useCodes } from './use-codes.ts';
import { useTaken } from './use-taken.ts';

/** All two-factor tokens as cards: a click copies a code, the eye shows it. */
export function Page() {
  const query = useQuery(useTRPC().twoFactor.list.queryOptions({}));
  const codes = useCodes();
  const taken = useTaken();
  const { acts, dialog, setDialog } = useTokenActs(codes);
  const begin = (from: 'secret' | 'picture') => setDialog({ kind: 'new', from });
  useShortcuts([{ keys: 'n', label: 'new token', hint: true, run: () => begin('secret') }]);
  return (
    <>
      <Head
        title="Two-factor"
        detail={query.data && headWords(query.data.length)}
        tools={
          <>
            <Button icon={QrCode} onClick={() => begin('picture')}>
              From a picture
            </Button>
            <Button kind="primary" icon={Plus} hint="n" onClick={() => begin('secret')}>
              New token
            </Button>
          </>
        }
        more={[{ label: 'From a picture', icon: QrCode, run: () => begin('picture') }]}
      />
      <Loaded of={query} what="Your two-factor tokens were not loaded." waiting={<TokenSkeletons />}>
        {(tokens) => (tokens.length === 0 ? <NoneYet begin={begin} /> : <Tokens {...{ tokens, codes, acts, taken }} />)}
      </Loaded>
      <TokenDialogs dialog={dialog} tokens={query.data ?? []} taken={taken} onClose={() => setDialog(null)} />
    </>
  );
}

function Tokens({ tokens, codes, ...rest }: TokenGridProps & { codes: Codes }) {
  const [search, setSearch] = useState('');
  const found = tokens.filter((token) => isFound(token, search.trim().toLowerCase()));
  return (
    <>
      <TokenBar search={search} onSearch={setSearch} tokens={found} codes={codes} />
      {found.length === 0 ? (
        <Nothing
          title={`No service or account is called “${search.trim()}”`}
          acts={<Button onClick={() => setSearch('')}>Show all {count(tokens.length, 'token')}</Button>}
        />
      ) : (
        <TokenGrid tokens={found} codes={codes} {...rest} />
      )}
    </>
  );
}

function NoneYet({ begin }: { begin: (from: 'secret' | 'picture') => void }) {
  return (
    <Nothing
      title="No two-factor tokens yet"
      acts={
        <>
          <Button onClick={() => begin('secret')}>Add the first token</Button>
          <Button icon={QrCode} onClick={() => begin('picture')}>
            From a picture
          </Button>
        </>
      }
    >
      The second step of a sign-in: a service shows a QR code or a secret when you turn it on. Keep that here, with the
      recovery codes it gave you. An export of Google Authenticator brings many at once.
    </Nothing>
  );
}

function headWords(many: number): string {
  return many === 0 ? count(many, 'token') : `${count(many, 'token')}. A click copies the code.`;
}

function isFound({ service, accountName, issuer }: TwoFactor, needle: string): boolean {
  return [service, accountName, issuer].some((text) => text?.toLowerCase().includes(needle));
}
