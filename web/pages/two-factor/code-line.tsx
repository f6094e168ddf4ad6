import { Check } from 'lucide-react';
import type { TwoFactor } from '#shared/two-factor.ts';
import { useNow } from '#web/lib/now.ts';
import { Ring } from '#web/ui/countdown.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Mask } from '#web/ui/secret.tsx';
import type { ShownCode } from './shelf.ts';
import type { CopiedCode } from './use-copy-code.ts';

const SOON_MS = 5000;

export type CodeLineProps = {
  token: TwoFactor;
  shown: ShownCode | null;
  copied: CopiedCode | null;
  onCopy: () => void;
  onCopyNext: (code: string) => void;
};

/** The code of a card: a click copies it, whether it is shown or not. */
export function CodeLine({ token, shown, copied, onCopy, onCopyNext }: CodeLineProps) {
  const { service, accountName } = token;
  const whose = accountName ? `${service}, ${accountName}` : service;
  return (
    <div className="line">
      <button type="button" className="digits" onClick={onCopy}>
        <span className="sr">Copy the code of {whose}</span>
        {shown ? <span className="number">{halved(shown.code)}</span> : <Mask />}
        {!copied && (
          <span className="do no-phone" aria-hidden="true">
            copy
          </span>
        )}
      </button>
      {shown?.nextCode && !copied && (
        <button
          type="button"
          className="next"
          title="Copy the next code"
          onClick={() => onCopyNext(shown.nextCode ?? '')}
        >
          <span className="sr">Copy the next code of {whose}: </span>
          <span className="no-phone">then </span>
          <span className="mono">{halved(shown.nextCode)}</span>
        </button>
      )}
      {copied && (
        <span className="flag ok" role="status">
          <Icon of={Check} />
          copied
        </span>
      )}
      {shown && <Left endsAt={shown.endsAt} totalMs={shown.period * 1000} />}
      {!shown && copied && <Left endsAt={copied.endsAt} totalMs={copied.period} />}
    </div>
  );
}

/** "482 913": two halves are read and typed more surely than one number. */
function halved(code: string): string {
  const half = Math.ceil(code.length / 2);
  return `${code.slice(0, half)} ${code.slice(half)}`;
}

function Left({ endsAt, totalMs }: { endsAt: number; totalMs: number }) {
  const leftMs = Math.max(0, endsAt - useNow(1000).getTime());
  return (
    <>
      <span>{Math.ceil(leftMs / 1000)} s</span>
      <Ring left={leftMs / totalMs} isSoon={leftMs <= SOON_MS} size={22} />
    </>
  );
}
