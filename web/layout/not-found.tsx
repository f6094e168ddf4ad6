import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { KeyRound, Search } from 'lucide-react';
import { count } from '#web/lib/format.ts';
import { useTitle } from '#web/lib/title.ts';
import { paths } from '#web/paths.ts';
import { useTRPC } from '#web/trpc.ts';
import { Icon } from '#web/ui/icon.tsx';
import { Kbd } from '#web/ui/kbd.tsx';
import { Glyph } from '#web/ui/seal.tsx';
import { useShell } from './shell-context.ts';

/** For an address that is none, and for an id that is nobody's or another's: the two look alike. */
export function NotFound() {
  useTitle('There is no key here');
  const { openPalette } = useShell();
  const trpc = useTRPC();
  const { data: stats } = useQuery(trpc.stats.get.queryOptions({}));
  return (
    <div className="blank">
      <span className="hollow">
        <Glyph />
      </span>
      <h1>There is no key here</h1>
      <p>
        <span className="mono text-ink break-all">{location.pathname}</span> is not in your vault. It may have been
        deleted, or the link belongs to someone else’s vault; we cannot tell you which.
      </p>
      <ul className="try">
        <li>
          <Icon of={KeyRound} />
          <Link className="link" to={paths.keys()}>
            All keys
          </Link>
          {stats && <span className="push">{count(stats.totalCategories, 'category', 'categories')}</span>}
        </li>
        <li>
          <Icon of={Search} />
          <button type="button" className="link" onClick={openPalette}>
            Search the vault
          </button>
          <span className="push">
            <Kbd keys="mod+k" />
          </span>
        </li>
      </ul>
    </div>
  );
}
