/** The value of one cookie in a `Cookie` header, or undefined. The first counts, as it has the longest path (RFC 6265, 5.4). */
export function cookieValue(header: string | undefined, name: string): string | undefined {
  const start = `${name}=`;
  const pair = header?.split(';').find((candidate) => candidate.trimStart().startsWith(start));
  return pair?.trim().slice(start.length);
}
