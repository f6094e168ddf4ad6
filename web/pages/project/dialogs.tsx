import { lazy, Suspense } from 'react';
import type { Entry, Environment } from '#shared/entries.ts';
import type { Project } from '#shared/projects.ts';
import { randomText } from '#web/lib/random-text.ts';
import type { CategoryLike, Start } from '#web/pages/entries/entry-form.ts';

const NewEntryDialog = lazy(() =>
  import('#web/pages/overview/new-entry-dialog.tsx').then((module) => ({ default: module.NewEntryDialog })),
);
const EntryDialog = lazy(() =>
  import('#web/pages/entries/entry-dialog.tsx').then((module) => ({ default: module.EntryDialog })),
);

export type Opened =
  | { kind: 'pick' }
  | {
      kind: 'form';
      category: CategoryLike;
      /** The one that is changed; null for a new one. */
      entry: Entry | null;
      environment: Environment;
      field: string | null;
      isGenerated: boolean;
    }
  | null;

export type ProjectDialogsProps = { project: Project; opened: Opened; onOpen: (opened: Opened) => void };

export function ProjectDialogs({ project, opened, onOpen }: ProjectDialogsProps) {
  if (opened === null) return null;
  if (opened.kind === 'pick') {
    const pick = (category: CategoryLike) =>
      onOpen({ kind: 'form', category, entry: null, environment: 'production', field: null, isGenerated: false });
    return (
      <Suspense>
        <NewEntryDialog onClose={() => onOpen(null)} onPick={pick} />
      </Suspense>
    );
  }
  const { category, entry, environment } = opened;
  return (
    <Suspense>
      <EntryDialog
        category={category}
        {...(entry === null ? {} : { entry })}
        start={{ name: project.name, environment, ...secretFor(opened) }}
        onClose={() => onOpen(null)}
      />
    </Suspense>
  );
}

/** A random secret to begin with, where one was asked for; the die beside the field makes others. */
function secretFor({ isGenerated, field }: Exclude<Opened, { kind: 'pick' } | null>): Start {
  if (!isGenerated) return {};
  const text = randomText('hex', 32, (bytes) => crypto.getRandomValues(bytes));
  return field === null ? { text } : { texts: { [field]: text } };
}
