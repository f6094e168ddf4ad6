import { Mask } from '#web/ui/secret.tsx';
import { maskedLines } from './masked-file.ts';

/** A .env: its names with dots for their values, or the whole of it while it is revealed. */
export function EnvLines({ env, shown }: { env: string; shown: string | null }) {
  return (
    // Long lines scroll, and what scrolls must be reachable by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section className={`well env-lines ${shown === null ? '' : 'shown'}`} tabIndex={0} aria-label="The .env">
      {shown === null ? <Masked env={env} /> : <pre>{shown}</pre>}
    </section>
  );
}

function Masked({ env }: { env: string }) {
  return maskedLines(env).map(({ line, comment, name }) => (
    <div key={line} className={comment === null ? '' : 'faint'}>
      {comment}
      {name}
      {name !== null && <span className="faint">=</span>}
      {comment === null && <Mask />}
    </div>
  ));
}
