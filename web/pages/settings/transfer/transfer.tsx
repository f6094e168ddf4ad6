import { ExportSection } from './export-section.tsx';
import { ImportSection } from './import-section.tsx';

/** The vault as a file, out and in. */
export function Transfer() {
  return (
    <>
      <ExportSection />
      <ImportSection />
    </>
  );
}
