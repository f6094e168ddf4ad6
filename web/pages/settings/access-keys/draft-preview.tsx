import { formatDate } from '#web/lib/format.ts';
import { useNow } from '#web/lib/now.ts';
import { CanList } from './can-list.tsx';
import { expiryOfDraft, type KeyDraft } from './key-draft.ts';

/** What the key will be able to do, before it is made. */
export function DraftPreview({ draft }: { draft: KeyDraft }) {
  const expiresAt = expiryOfDraft(draft, useNow());
  const power = {
    scopes: [...draft.scopes],
    names: draft.names.length === 0 ? null : [...draft.names],
    environments: draft.environments.length === 0 ? null : [...draft.environments],
  };
  return (
    <aside className="well grid gap-3 self-start p-3.5" aria-label="Preview">
      <h3 className={draft.name === '' ? '' : 'mono clip'}>{draft.name === '' ? 'This key' : draft.name}</h3>
      <CanList power={power} isTall />
      <p className="small faint">
        {expiresAt === null && 'It never expires.'}
        {expiresAt && `It expires on ${formatDate(expiresAt)}.`}
      </p>
    </aside>
  );
}
