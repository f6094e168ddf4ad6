import { Ellipsis, Eye, EyeOff, ListChecks, Pencil, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { TwoFactor } from '#shared/two-factor.ts';
import { brandOf } from '#web/lib/brand.ts';
import { IconButton } from '#web/ui/icon-button.tsx';
import { LazyMenu } from '#web/ui/lazy-menu.tsx';
import type { MenuItem } from '#web/ui/menu.tsx';
import { Tile } from '#web/ui/tile.tsx';
import { CodeLine } from './code-line.tsx';
import type { Codes } from './codes.ts';
import { RecoveryLine } from './recovery-line.tsx';
import type { TokenActs } from './token-acts.ts';
import { useShownCode } from './use-codes.ts';

export type TokenCardProps = {
  token: TwoFactor;
  codes: Codes;
  acts: TokenActs;
  isAt: boolean;
  onFocus: () => void;
  /** Below the foot, on a phone: the recovery code that was taken. */
  children?: ReactNode;
};

/** One token: whose it is, its code masked or shown, and how many recovery codes are left. */
export function TokenCard({ token, codes, acts, isAt, onFocus, children }: TokenCardProps) {
  const { id, hasSecret } = token;
  const shown = useShownCode(codes, id);
  const copied = acts.copied?.id === id ? acts.copied : null;
  return (
    <li className={`card otp ${isAt ? 'on' : ''} ${copied ? 'copied' : ''}`} data-card={id} onFocus={onFocus}>
      <CardHead token={token} isShown={shown !== null} acts={acts} />
      {hasSecret ? (
        <CodeLine
          token={token}
          shown={shown}
          copied={copied}
          onCopy={() => void acts.copy(token)}
          onCopyNext={(code) => void acts.copyNext(token, code)}
        />
      ) : (
        <div className="line text-m">No live code, recovery codes only</div>
      )}
      <RecoveryLine token={token} onUse={() => acts.use(token)} onReplace={() => acts.replace(token)} />
      {children}
    </li>
  );
}

function CardHead({ token, isShown, acts }: { token: TwoFactor; isShown: boolean; acts: TokenActs }) {
  const { service, accountName, hasSecret } = token;
  return (
    <div className="top">
      <Tile icon={brandOf(service)} name={service} />
      <span className="min-w-0">
        <b className="strong clip">{service}</b>
        <span className="who clip" title={accountName ?? undefined}>
          {accountName ?? ''}
        </span>
      </span>
      <span className="ibs">
        {hasSecret && (
          <IconButton
            label={isShown ? `Mask the code of ${service}` : `Show the code of ${service}`}
            icon={isShown ? EyeOff : Eye}
            isOn={isShown}
            aria-pressed={isShown}
            onClick={() => void acts.toggle(token)}
          />
        )}
        <LazyMenu
          align="end"
          trigger={<IconButton label={`More on ${service}`} icon={Ellipsis} />}
          items={itemsOf(token, acts)}
        />
      </span>
    </div>
  );
}

function itemsOf(token: TwoFactor, acts: TokenActs): MenuItem[] {
  return [
    { label: 'Edit', icon: Pencil, keys: 'e', run: () => acts.edit(token) },
    {
      label: token.recoveryCodesTotal === 0 ? 'Add recovery codes' : 'Replace recovery codes',
      icon: ListChecks,
      run: () => acts.replace(token),
    },
    'rule',
    { label: 'Delete', icon: Trash2, keys: 'd', run: () => acts.remove(token) },
  ];
}
