import { useNavigate, useParams, useSearch } from '@tanstack/react-router';

/** One part of the path: `useParam('id')` on `/keys/$id`. */
export function useParam(name: string): string {
  const params: Record<string, string | undefined> = useParams({ strict: false });
  return params[name] ?? '';
}

/** One search parameter and how to change it; null takes it out. Changing it replaces the entry of the history. */
export function useSearchParam(name: string): [string | null, (next: string | null) => void] {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const value = search[name];
  const set = (next: string | null) => {
    const { [name]: _before, ...others } = search;
    const to = { ...others, ...(next === null ? {} : { [name]: next }) };
    // The router's types know no search parameters here: routes.tsx declares none.
    void navigate({ to: '.', search: to as never, replace: true });
  };
  return [value === undefined ? null : String(value), set];
}
