import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { formatNumber } from '#web/lib/format.ts';
import { paths } from '#web/paths.ts';
import { useTRPC } from '#web/trpc.ts';
import { Icon } from '#web/ui/icon.tsx';
import { Kbd } from '#web/ui/kbd.tsx';
import { Seal } from '#web/ui/seal.tsx';
import { NAV } from './nav.ts';
import { useShell } from './shell-context.ts';
import { UserMenu } from './user-menu.tsx';

/** More would slow every page down, and nobody looks through them: the search finds the others. */
const MOST_PROJECTS = 100;

/** Pages, projects and whose vault this is. */
export function Sidebar() {
  const { openPalette } = useShell();
  return (
    <aside className="side" aria-label="Sidebar">
      <div className="side-head">
        <Seal />
        <b>Kagi</b>
        <span className="host mono clip">{location.host}</span>
      </div>
      <button type="button" className="find" onClick={openPalette}>
        <Icon of={Search} />
        Search or do <Kbd keys="mod+k" />
      </button>
      <div className="side-scroll">
        <Pages />
        <Projects />
      </div>
      <UserMenu />
    </aside>
  );
}

function Pages() {
  const trpc = useTRPC();
  const { data: stats } = useQuery(trpc.stats.get.queryOptions({}));
  return (
    <nav className="nav" aria-label="Pages">
      {NAV.map(({ to, label, icon, many }) => {
        const shown = stats === undefined ? 0 : (many?.(stats) ?? 0);
        return (
          <Link key={to} to={to} activeOptions={{ exact: to === '/', includeSearch: false }}>
            <Icon of={icon} />
            {label}
            {shown > 0 && <span className="n">{formatNumber(shown)}</span>}
          </Link>
        );
      })}
    </nav>
  );
}

function Projects() {
  const trpc = useTRPC();
  const { openPalette } = useShell();
  const { data: names } = useQuery(trpc.entries.projectNames.queryOptions({}));
  if (names === undefined) return null;
  return (
    <>
      <div className="nav-title">Projects</div>
      {names.length === 0 ? (
        <p className="small faint px-2">They appear with the first entry.</p>
      ) : (
        <nav className="nav" aria-label="Projects">
          {names.slice(0, MOST_PROJECTS).map((name) => (
            <Link key={name} to={paths.project(name)} title={name}>
              <span className="mono clip">{name}</span>
            </Link>
          ))}
        </nav>
      )}
      {names.length > MOST_PROJECTS && (
        <button type="button" className="link small px-2 py-2" onClick={openPalette}>
          {formatNumber(names.length - MOST_PROJECTS)} more, by search
        </button>
      )}
    </>
  );
}
