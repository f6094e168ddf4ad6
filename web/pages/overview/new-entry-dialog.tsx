import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { Category } from '#shared/categories.ts';
import { failureOf } from '#web/lib/failure.ts';
import { variableOf } from '#web/pages/keys/entries.ts';
import { paths } from '#web/paths.ts';
import { useTRPC } from '#web/trpc.ts';
import { Dialog } from '#web/ui/dialog.tsx';
import { FailureNote } from '#web/ui/failure-note.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import { Tile } from '#web/ui/tile.tsx';

const MOST = 8;

export type NewEntryDialogProps = {
  onClose: () => void;
  /** In place of going to the category's page. */
  onPick?: (category: Category) => void;
};

/** An entry is of a category, whose page has the form: so first, of which? */
export function NewEntryDialog({ onClose, onPick }: NewEntryDialogProps) {
  const trpc = useTRPC();
  const navigate = useNavigate();
  const { data = [], error, isPending } = useQuery(trpc.categories.list.queryOptions({}));
  const [search, setSearch] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const needle = search.trim().toLowerCase();
  const found = data.filter((category) =>
    [category.name, category.envVarName ?? '', ...(category.fieldDefinitions ?? [])].some((text) =>
      text.toLowerCase().includes(needle),
    ),
  );
  const go = (category: Category) => {
    onClose();
    if (onPick) onPick(category);
    else void navigate({ href: paths.newEntry(category.id) });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const [first] = found;
    if (event.key === 'Enter' && first !== undefined) go(first);
  };
  return (
    <Dialog isOpen onClose={onClose} title="New entry" detail="Of which category?" initialFocus={input}>
      {error && <FailureNote failure={failureOf(error)} what="Your categories were not loaded." />}
      <TextField
        ref={input}
        icon={Search}
        aria-label="Find a category or variable"
        placeholder="Find a category or variable"
        value={search}
        onChange={setSearch}
        onKeyDown={onKeyDown}
      />
      <Found categories={found.slice(0, MOST)} go={go} />
      {!isPending && found.length === 0 && <NoneFound search={search} onClose={onClose} />}
    </Dialog>
  );
}

function Found({ categories, go }: { categories: readonly Category[]; go: (category: Category) => void }) {
  return (
    <ul aria-label="Categories" className="menu -mx-2 p-0!">
      {categories.map((category) => (
        <li key={category.id}>
          <button type="button" className="mi hover:bg-hover" onClick={() => go(category)}>
            <Tile icon={category.icon} name={category.name} size="s" />
            {category.name}
            <span className="push mono clip">{variableOf(category)?.name ?? category.keyType}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function NoneFound({ search, onClose }: { search: string; onClose: () => void }) {
  const navigate = useNavigate();
  const make = () => {
    onClose();
    void navigate({ href: paths.newCategory(search) });
  };
  return (
    <p className="faint">
      No category is called “{search}”.{' '}
      <button type="button" className="link" onClick={make}>
        Create it
      </button>
    </p>
  );
}
