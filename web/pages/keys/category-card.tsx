import { Link } from '@tanstack/react-router';
import { CircleAlert, Clock, Ellipsis, Pencil, Plus, Trash2 } from 'lucide-react';
import type { Category } from '#shared/categories.ts';
import type { CategoryUse } from '#shared/category-uses.ts';
import { expiryOf } from '#web/lib/expiry.ts';
import { relative } from '#web/lib/format.ts';
import { useNow } from '#web/lib/now.ts';
import { paths } from '#web/paths.ts';
import { Ago } from '#web/ui/ago.tsx';
import { EnvironmentCounts } from '#web/ui/environment.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { IconButton } from '#web/ui/icon-button.tsx';
import { LazyMenu } from '#web/ui/lazy-menu.tsx';
import type { MenuItem } from '#web/ui/menu.tsx';
import { Tile } from '#web/ui/tile.tsx';
import { variableOf } from './entries.ts';
import { FILE_WORDS } from './types.ts';

export type CategoryCardProps = {
  category: Category;
  use: CategoryUse | undefined;
  onNewEntry: () => void;
  onEdit: () => void;
  onDelete: () => void;
  onFocus: () => void;
};

/** One kind of key: what it is, its variable, where it is set, and whether something runs out. */
export function CategoryCard({ category, use, onNewEntry, onEdit, onDelete, onFocus }: CategoryCardProps) {
  const items: MenuItem[] = [
    { label: 'New entry', icon: Plus, run: onNewEntry },
    { label: 'Edit', icon: Pencil, keys: 'e', run: onEdit },
    'rule',
    { label: 'Delete', icon: Trash2, run: onDelete },
  ];
  return (
    <li className="card cat">
      <span className="top">
        <Tile icon={category.icon} name={category.name} />
        <span className="who">
          <Link to={paths.category(category.id)} onFocus={onFocus} className="whole clip" data-card={category.id}>
            {category.name}
          </Link>
          <small>{category.keyType}</small>
        </span>
        {use && <Alert use={use} />}
        <LazyMenu
          align="end"
          trigger={<IconButton label={`More on ${category.name}`} icon={Ellipsis} />}
          items={items}
        />
      </span>
      <Variable category={category} />
      <span className="foot">
        {category.entryCount === 0 ? <span>no entries</span> : <EnvironmentCounts counts={use?.environments ?? {}} />}
        <Ago at={use?.changedAt ?? category.updatedAt} />
      </span>
    </li>
  );
}

function Variable({ category }: { category: Category }) {
  const variable = variableOf(category);
  if (variable === null) return <span className="var clip faint">{FILE_WORDS[category.keyType]}</span>;
  return (
    <span className="var clip mono" title={category.fieldDefinitions?.join(', ')}>
      {variable.name} {variable.more > 0 && <span className="faint">+{variable.more}</span>}
    </span>
  );
}

/** Only what is near or past; the rest is no news. */
function Alert({ use: { expired, nextExpiresAt } }: { use: CategoryUse }) {
  const now = useNow();
  const next = expiryOf(nextExpiresAt, now);
  const past = next === 'expired' ? expired + 1 : expired;
  if (past === 0 && next !== 'soon') return null;
  return (
    <span className={`alert flag ${past > 0 ? 'danger' : 'soon'}`}>
      <Icon of={past > 0 ? CircleAlert : Clock} />
      {past > 0 || nextExpiresAt === null ? `${past} expired` : relative(new Date(nextExpiresAt), now)}
    </span>
  );
}
