/** The addresses of the app. A name may hold anything, so it is escaped here and nowhere else. */
export const paths = {
  overview: () => '/',
  keys: () => '/keys',
  /** With the form for a new category open. */
  newCategory: (name: string) => `/keys?new=${encodeURIComponent(name)}`,
  category: (id: string) => `/keys/${id}`,
  /** The category's page with the form for a new entry open. */
  newEntry: (categoryId: string, project?: string) => `/keys/${categoryId}?new=${encodeURIComponent(project ?? '')}`,
  /** The category's page with the cursor on one entry. */
  entry: (categoryId: string, entryId: string) => `/keys/${categoryId}?entry=${entryId}`,
  project: (name: string) => `/projects/${encodeURIComponent(name)}`,
  envs: () => '/envs',
  env: (id: string) => `/envs/${id}`,
  twoFactor: () => '/2fa',
  /** The page of tokens with the cursor on one. */
  token: (id: string) => `/2fa?token=${id}`,
  ai: () => '/ai',
  audit: (filters: Record<string, string> = {}) => `/audit${query(filters)}`,
  newAccessKey: (preset: string) => `/settings/access-keys?new=${preset}`,
  settings: (page?: string) => (page === undefined ? '/settings' : `/settings/${page}`),
} as const;

function query(filters: Record<string, string>): string {
  const search = new URLSearchParams(filters).toString();
  return search === '' ? '' : `?${search}`;
}
