import { Link, useNavigate } from '@tanstack/react-router';
import { Pencil, Trash2 } from 'lucide-react';
import type { EnvProject } from '#shared/envs.ts';
import { useSearchParam } from '#web/lib/address.ts';
import { count } from '#web/lib/format.ts';
import { paths } from '#web/paths.ts';
import { Ago } from '#web/ui/ago.tsx';
import { Button } from '#web/ui/button.tsx';
import { type Column, DataTable } from '#web/ui/data-table.tsx';
import { IconButton } from '#web/ui/icon-button.tsx';
import { Nothing } from '#web/ui/nothing.tsx';
import { SearchField } from '#web/ui/search-field.tsx';

/** The dialog that is open, and for what. */
export type Opened = { kind: 'new'; name: string } | { kind: 'edit' | 'delete'; project: EnvProject } | null;

export type ProjectListProps = { projects: readonly EnvProject[]; onOpen: (opened: Opened) => void };

export function ProjectList({ projects, onOpen }: ProjectListProps) {
  const [search, setSearch] = useSearchParam('q');
  const navigate = useNavigate();
  const needle = (search ?? '').trim().toLowerCase();
  const shown = projects.filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(needle));
  const begin = (name: string) => onOpen({ kind: 'new', name });
  if (projects.length === 0) return <NoneYet begin={() => begin('')} />;
  return (
    <>
      <div className="bar">
        <SearchField label="Find a project" value={search ?? ''} onChange={(text) => setSearch(text || null)} />
      </div>
      {shown.length === 0 ? (
        <Nothing
          title={`No project is called “${search}”`}
          acts={<Button onClick={() => begin(search ?? '')}>Create “{search}”</Button>}
        />
      ) : (
        <DataTable
          label="Env projects"
          rows={shown}
          keyOf={({ id }) => id}
          columns={columnsOf(onOpen)}
          phone={(project) => <PhoneRow project={project} onOpen={onOpen} />}
          onOpen={({ id }) => void navigate({ href: paths.env(id) })}
          rowKeys={[
            { keys: 'e', label: 'edit', hint: true, run: (project) => onOpen({ kind: 'edit', project }) },
            { keys: 'd', label: 'delete', run: (project) => onOpen({ kind: 'delete', project }) },
          ]}
        />
      )}
    </>
  );
}

function columnsOf(onOpen: ProjectListProps['onOpen']): Column<EnvProject>[] {
  return [
    { key: 'name', head: 'Project', width: 'minmax(0, 1.5fr)', cell: (project) => <Name project={project} /> },
    { key: 'files', head: 'Files', width: '72px', cell: ({ fileCount }) => <Files many={fileCount} /> },
    {
      key: 'description',
      head: 'Description',
      width: 'minmax(0, 1.5fr)',
      cell: ({ description }) => <span title={description ?? undefined}>{description}</span>,
    },
    { key: 'updated', head: 'Changed', width: '112px', cell: ({ updatedAt }) => <Ago at={updatedAt} /> },
    {
      key: 'acts',
      head: <span className="sr">Actions</span>,
      width: '68px',
      isEnd: true,
      cell: (project) => <Acts project={project} onOpen={onOpen} />,
    },
  ];
}

function Name({ project: { id, name } }: { project: EnvProject }) {
  return (
    <Link to={paths.env(id)} className="mono clip block" title={name}>
      {name}
    </Link>
  );
}

function Files({ many }: { many: number }) {
  return many === 0 ? <span className="faint">none</span> : many;
}

function Acts({ project, onOpen }: { project: EnvProject; onOpen: ProjectListProps['onOpen'] }) {
  return (
    <span className="ibs">
      <IconButton label={`Edit ${project.name}`} icon={Pencil} onClick={() => onOpen({ kind: 'edit', project })} />
      <IconButton label={`Delete ${project.name}`} icon={Trash2} onClick={() => onOpen({ kind: 'delete', project })} />
    </span>
  );
}

function PhoneRow({ project, onOpen }: { project: EnvProject; onOpen: ProjectListProps['onOpen'] }) {
  return (
    <div className="prow">
      <Name project={project} />
      <span className="meta">
        {count(project.fileCount, 'file')}, changed <Ago at={project.updatedAt} />
      </span>
      <Acts project={project} onOpen={onOpen} />
    </div>
  );
}

function NoneYet({ begin }: { begin: () => void }) {
  return (
    <Nothing title="No env projects yet" acts={<Button onClick={begin}>Make the first project</Button>}>
      A project keeps whole .env files: one for each environment, comments and order included. Keys that several
      projects share live better as entries, from which a file can be filled.
    </Nothing>
  );
}
