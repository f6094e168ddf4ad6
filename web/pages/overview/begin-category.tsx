import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useShortcuts } from '#web/lib/use-shortcuts.ts';
import { type CategoryForm, EMPTY_FORM, formOfTemplate } from '#web/pages/keys/category-form.ts';
import { TEMPLATES } from '#web/pages/keys/templates.ts';
import { paths } from '#web/paths.ts';
import { Section } from '#web/ui/section.tsx';
import { Tile } from '#web/ui/tile.tsx';
import { Numbered } from './numbered.tsx';

const CategoryDialog = lazy(() =>
  import('#web/pages/keys/category-dialog.tsx').then((module) => ({ default: module.CategoryDialog })),
);

/** The second way: a category from a template, or a blank one; its page takes the first entry. */
export function BeginWithCategory() {
  const navigate = useNavigate();
  const [start, setStart] = useState<CategoryForm | null>(null);
  const blank = () => setStart(EMPTY_FORM);
  useShortcuts([{ keys: 'n', label: 'new category', hint: true, run: blank }]);
  return (
    <Section
      title={<Numbered at={2}>Make a category</Numbered>}
      aside={
        <span className="push">
          or{' '}
          <button type="button" className="link" onClick={blank}>
            a blank one
          </button>
        </span>
      }
    >
      <ul className="tpls">
        {TEMPLATES.map((template) => (
          <li key={template.name}>
            <button type="button" className="card tpl w-full" onClick={() => setStart(formOfTemplate(template))}>
              <Tile icon={template.icon} name={template.name} size="s" />
              <span className="clip">{template.name}</span>
            </button>
          </li>
        ))}
      </ul>
      <p className="small faint mt-2">A category is a kind of key: its icon, its type, its variable.</p>
      <Suspense>
        {start && (
          <CategoryDialog
            start={start}
            onClose={() => setStart(null)}
            onSaved={({ id }) => void navigate({ href: paths.newEntry(id) })}
          />
        )}
      </Suspense>
    </Section>
  );
}
