/** Two letters for a tile: "OpenAI" → "Oa", "AWS" → "Aw", "Session secret" → "Ss". */
export function lettersOf(name: string): string {
  const words = name.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+|\p{L}/gu) ?? [];
  const [first = '', second = ''] = words;
  const two = second === '' ? [...first].slice(0, 2) : [[...first][0] ?? '', [...second][0] ?? ''];
  const [one = '?', other = ''] = two;
  return one.toUpperCase() + other.toLowerCase();
}
