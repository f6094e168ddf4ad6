import { Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Entry } from '#shared/entries.ts';
import type { Project } from '#shared/projects.ts';
import { useSearchParam } from '#web/lib/address.ts';
import { count } from '#web/lib/format.ts';
import { useIsPhone } from '#web/lib/media.ts';
import { useShortcuts } from '#web/lib/use-shortcuts.ts';
import { Button } from '#web/ui/button.tsx';
import { ENVIRONMENTS } from '#web/ui/environment.tsx';
import { Head } from '#web/ui/head.tsx';
import type { MenuItem } from '#web/ui/menu.tsx';
import { Nothing } from '#web/ui/nothing.tsx';
import { type Opened, ProjectDialogs } from './dialogs.tsx';
import { cellsIn, type MatrixRow, matrixOf, narrow, type Show } from './matrix.ts';
import { MatrixBar } from './matrix-bar.tsx';
import { MatrixGrid } from './matrix-grid.tsx';
import { PhoneMatrix } from './phone-matrix.tsx';
import { showItems } from './shows.ts';
import { useCellDeeds } from './use-cell-deeds.tsx';

export type MatrixProps = { project: Project; entries: readonly Entry[] };

/** The head, what narrows it, and the matrix; on a phone one environment of it. */
export function Matrix({ project, entries }: MatrixProps) {
  const rows = useMemo(() => matrixOf(project, entries), [project, entries]);
  const [search, setSearch] = useSearchParam('q');
  const [wanted, setShow] = useSearchParam('show');
  const [opened, setOpened] = useState<Opened>(null);
  const isPhone = useIsPhone();
  const deeds = useCellDeeds({ project, rows, onOpen: setOpened });
  const show: Show = wanted === 'gaps' || wanted === 'expired' ? wanted : 'all';
  const shown = narrow(rows, search ?? '', show);
  const find = (text: string) => setSearch(text || null);
  const changeShow = (next: Show) => setShow(next === 'all' ? null : next);
  const begin = () => setOpened({ kind: 'pick' });
  useShortcuts([{ keys: 'n', label: 'new variable', run: begin }]);
  return (
    <>
      <MatrixHead project={project} rows={rows} onNew={begin} more={showItems(rows, show, changeShow)} />
      {!isPhone && <MatrixBar rows={rows} search={search ?? ''} onSearch={find} show={show} onShow={changeShow} />}
      {isPhone && (
        <PhoneMatrix project={project} rows={shown} all={rows} deeds={deeds} search={search ?? ''} onSearch={find} />
      )}
      {!isPhone && shown.length > 0 && <MatrixGrid project={project} rows={shown} all={rows} deeds={deeds} />}
      {shown.length === 0 && <NoHit search={search ?? ''} show={show} onNew={begin} />}
      {deeds.menu}
      <ProjectDialogs project={project} opened={opened} onOpen={setOpened} />
    </>
  );
}

type MatrixHeadProps = {
  project: Project;
  rows: readonly MatrixRow[];
  onNew: () => void;
  more: readonly MenuItem[];
};

function MatrixHead({ project, rows, onNew, more }: MatrixHeadProps) {
  return (
    <Head
      title={project.name}
      isMono
      path={[{ label: 'Projects' }]}
      detail={summary(rows)}
      more={more}
      tools={
        <Button kind="primary" icon={Plus} hint="n" onClick={onNew}>
          New variable
        </Button>
      }
    />
  );
}

function NoHit({ search, show, onNew }: { search: string; show: Show; onNew: () => void }) {
  const what = show === 'gaps' ? 'No variable has a gap' : 'No variable has expired';
  return (
    <Nothing
      title={search === '' ? what : `No variable is called “${search}”${show === 'all' ? '' : ' among these'}`}
      acts={search !== '' && <Button onClick={onNew}>New variable</Button>}
    />
  );
}

/** "17 variables, 4 environments. 12 missing, 1 expired." */
function summary(rows: readonly MatrixRow[]): string {
  const [missing, expired] = [cellsIn(rows, 'missing'), cellsIn(rows, 'expired')];
  const size = `${count(rows.length, 'variable')}, ${ENVIRONMENTS.length} environments.`;
  const faults = [missing > 0 && `${missing} missing`, expired > 0 && `${expired} expired`].filter(Boolean);
  return faults.length === 0 ? `${size} Nothing is missing.` : `${size} ${faults.join(', ')}.`;
}
