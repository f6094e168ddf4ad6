import { useNavigate, useSearch } from '@tanstack/react-router';
import { paths } from '#web/paths.ts';
import { type Filters, filtersOf, searchOf } from './filters.ts';

/** What is shown is what the address says, so that it can be sent to someone or kept. */
export function useFilters(): [Filters, (change: Partial<Filters>) => void] {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const filters = filtersOf(search);
  const change = (part: Partial<Filters>) =>
    void navigate({ href: paths.audit(searchOf({ ...filters, ...part })), replace: true });
  return [filters, change];
}
