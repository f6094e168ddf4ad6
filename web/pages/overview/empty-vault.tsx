import { Head } from '#web/ui/head.tsx';
import { BeginWithCategory } from './begin-category.tsx';
import { BeginWithKey } from './begin-key.tsx';
import { PasteSection } from './paste-section.tsx';

/** Three ways to begin, the first one focused. */
export function EmptyVault() {
  return (
    <>
      <Head title="An empty vault" detail="Three ways to begin. The first takes ten seconds." />
      <div className="begin">
        <PasteSection />
        <div className="stack">
          <BeginWithCategory />
          <BeginWithKey />
        </div>
      </div>
    </>
  );
}
