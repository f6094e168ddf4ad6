import { CopyButton, CopySecretButton } from '#web/ui/copy-button.tsx';
import { curlLine } from './curl.ts';

/** A line of curl without a key in it: the shell's own variable stands there. */
export function CurlLine({ path, label }: { path: string; label: string }) {
  const line = curlLine(location.origin, path, '$KAGI_KEY');
  return (
    <Well line={line} mark="$KAGI_KEY">
      <CopyButton text={line} label={label} />
    </Well>
  );
}

/** A line that works as it is copied; on the page the key is cut short. */
export function CurlLineWithKey({ path, secret }: { path: string; secret: string }) {
  const short = `${secret.slice(0, 9)}…`;
  return (
    <Well line={curlLine(location.origin, path, short)} mark={short}>
      <CopySecretButton get={async () => curlLine(location.origin, path, secret)} name="curl line" />
    </Well>
  );
}

function Well({ line, mark, children }: { line: string; mark: string; children: React.ReactNode }) {
  const [before = '', after = ''] = line.split(mark);
  return (
    <div className="well flex items-start gap-2 py-2.5 pl-3.5 pr-1.5">
      {/* Long addresses scroll sideways, which the keyboard must reach. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <pre className="flex-1 min-w-0" tabIndex={0}>
        {before}
        <span className="accent">{mark}</span>
        {after}
      </pre>
      {children}
    </div>
  );
}
