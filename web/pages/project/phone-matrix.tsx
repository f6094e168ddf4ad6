import { CircleAlert, Download, Equal } from 'lucide-react';
import type { Environment } from '#shared/entries.ts';
import type { Project } from '#shared/projects.ts';
import { useSearchParam } from '#web/lib/address.ts';
import { useNow } from '#web/lib/now.ts';
import { REVEAL_MS } from '#web/lib/reveals.ts';
import { Button } from '#web/ui/button.tsx';
import { CopySecretButton } from '#web/ui/copy-button.tsx';
import { Countdown } from '#web/ui/countdown.tsx';
import { DataTable } from '#web/ui/data-table.tsx';
import { ENVIRONMENTS, EnvironmentMark } from '#web/ui/environment.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { SearchField } from '#web/ui/search-field.tsx';
import { RevealButton } from '#web/ui/secret.tsx';
import { Segmented } from '#web/ui/segmented.tsx';
import type { CellDeeds } from './cell-deeds.ts';
import { phoneWords } from './cell-words.ts';
import { filledOf, type MatrixRow, secretOf } from './matrix.ts';
import { SHORT_NAMES } from './short-names.ts';
import { useExport } from './use-export.ts';

/** Heard alone: on a phone a row is drawn whole. */
const COLUMNS = [{ key: 'variable', head: 'Variable', width: '1fr', cell: ({ label }: MatrixRow) => label }];

export type PhoneMatrixProps = {
  project: Project;
  /** Those that are left of all. */
  rows: readonly MatrixRow[];
  all: readonly MatrixRow[];
  deeds: CellDeeds;
  search: string;
  onSearch: (text: string) => void;
};

/** More than this many do not fit on a screen, and are searched. */
const ON_A_SCREEN = 12;

/** One environment of the matrix, with a switch. */
export function PhoneMatrix({ project, rows, all, deeds, search, onSearch }: PhoneMatrixProps) {
  const [wanted, setEnvironment] = useSearchParam('environment');
  const environment = ENVIRONMENTS.find((one) => one === wanted) ?? 'production';
  const exporting = useExport(project.name);
  return (
    <div className="phone-matrix">
      <Segmented<Environment>
        label="Environment"
        grows
        value={environment}
        onChange={setEnvironment}
        segments={ENVIRONMENTS.map((value) => ({ value, label: <Short of={value} /> }))}
      />
      {all.length > ON_A_SCREEN && (
        <div className="mt-2">
          <SearchField label="Find a variable" value={search} onChange={onSearch} hint={false} />
        </div>
      )}
      <DataTable
        label={`Variables in ${environment}`}
        rows={rows}
        keyOf={({ key }) => key}
        columns={COLUMNS}
        phone={(row) => <PhoneRow row={row} environment={environment} deeds={deeds} />}
      />
      <Button wide icon={Download} onClick={() => void exporting(environment)}>
        Export {environment}, {filledOf(all)[environment]} of {all.length}
      </Button>
    </div>
  );
}

function Short({ of: environment }: { of: Environment }) {
  return (
    <>
      <EnvironmentMark of={environment} />
      {SHORT_NAMES[environment]}
    </>
  );
}

type PhoneRowProps = { row: MatrixRow; environment: Environment; deeds: CellDeeds };

function PhoneRow({ row, environment, deeds }: PhoneRowProps) {
  const now = useNow();
  const cell = row.cells[environment];
  const secret = secretOf(row, cell);
  const { shown, failure } = secret === null ? NOTHING : deeds.cellOf(secret);
  const name = `${row.label} in ${environment}`;
  return (
    <div className="prow">
      <button
        type="button"
        className={`row-name clip ${row.variable === null ? '' : 'mono'}`}
        onClick={(event) => deeds.openMenu(row, environment, event.currentTarget)}
      >
        <span className="sr">More on </span>
        {row.label}
        <span className="sr"> in {environment}</span>
      </button>
      <span className={`meta ${cell.state === 'expired' ? 'danger' : ''}`}>
        {cell.state === 'expired' && <Icon of={CircleAlert} small />}
        {cell.state === 'sameAsProduction' && <Icon of={Equal} small />}
        {phoneWords(row, cell, now)}
      </span>
      <PhoneButtons name={name} {...{ row, environment, deeds }} />
      {failure && <span className="open danger">{failure.message}</span>}
      {shown && <span className="open">{shown.text}</span>}
      {shown && <Countdown until={shown.until} totalMs={REVEAL_MS} words="masks in" />}
    </div>
  );
}

const NOTHING = { shown: null, failure: null };

function PhoneButtons({ row, environment, deeds, name }: PhoneRowProps & { name: string }) {
  const cell = row.cells[environment];
  const secret = secretOf(row, cell);
  if (cell.state === 'missing') {
    return (
      <span className="ibs text">
        <Button aria-label={`Fill ${name}`} onClick={(event) => deeds.openMenu(row, environment, event.currentTarget)}>
          Fill
        </Button>
      </span>
    );
  }
  if (secret === null) return null;
  return (
    <span className="ibs">
      <RevealButton cell={deeds.cellOf(secret)} name={name} />
      <CopySecretButton get={() => deeds.textOf(secret)} name={row.label} detail={deeds.placeOf(cell)} />
    </span>
  );
}
