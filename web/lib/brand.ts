const WORDS: Readonly<Record<string, string>> = { '+': 'plus', '.': 'dot', '&': 'and' };

/** The slug that Simple Icons would have a brand of this name under; null where a name gives none. */
export function brandOf(name: string): string | null {
  const slug = name
    .trim()
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[+.&]/g, (sign) => WORDS[sign] ?? '')
    .replaceAll(/[^a-z0-9]/g, '');
  return slug === '' || slug.length > 64 ? null : slug;
}
