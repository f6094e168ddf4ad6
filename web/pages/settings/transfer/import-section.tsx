import { Upload } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Button } from '#web/ui/button.tsx';
import { Section } from '#web/ui/section.tsx';

const ImportDialog = lazy(() =>
  import('#web/pages/import/import-dialog.tsx').then((module) => ({ default: module.ImportDialog })),
);

/** A `.env` taken over into entries; the dialog shows what would become of each line first. */
export function ImportSection() {
  const [isOpen, setOpen] = useState(false);
  return (
    <Section title="Import" aside="nothing is stored before you have seen the plan">
      <div className="grid gap-4 justify-items-start">
        <p className="dim max-w-[64ch]">
          Paste or drop a <span className="mono">.env</span>: each variable becomes an entry of one project and
          environment, updates the one that is there, or is left out, as you decide line by line.
        </p>
        <Button icon={Upload} onClick={() => setOpen(true)}>
          Import a .env
        </Button>
      </div>
      <Suspense>{isOpen && <ImportDialog onClose={() => setOpen(false)} />}</Suspense>
    </Section>
  );
}
