import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Stats } from '#shared/stats.ts';
import { formatNumber } from '#web/lib/format.ts';
import { paths } from '#web/paths.ts';
import { useTRPC } from '#web/trpc.ts';
import { Skeleton } from '#web/ui/skeleton.tsx';

/** Six numbers, each the way to what it counts. */
export function Figures({ stats, reveals }: { stats: Stats; reveals: number | undefined }) {
  const trpc = useTRPC();
  const { data: keys } = useQuery(trpc.accessKeys.list.queryOptions({}));
  const figures = [
    { many: stats.totalEntries, one: 'entry', more: 'entries', to: paths.keys() },
    { many: stats.totalCategories, one: 'category', more: 'categories', to: paths.keys() },
    { many: stats.totalEnvProjects, one: 'env project', more: 'env projects', to: paths.envs() },
    { many: stats.total2fa, one: 'two-factor token', more: 'two-factor tokens', to: paths.twoFactor() },
    { many: keys?.length, one: 'access key', more: 'access keys', to: paths.settings('access-keys') },
    {
      many: reveals,
      one: 'reveal in 30 days',
      more: 'reveals in 30 days',
      to: paths.audit({ action: 'entry.reveal' }),
    },
  ];
  return (
    <ul className="figs" aria-label="Totals">
      {figures.map(({ many, one, more, to }) => (
        <li key={more}>
          <Link to={to}>
            <b>{many === undefined ? <Skeleton width={32} /> : formatNumber(many)}</b>
            <span>{many === 1 ? one : more}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
