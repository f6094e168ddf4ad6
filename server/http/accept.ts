/** Whether an `Accept` header names JSON, and nothing that it likes better than JSON (RFC 9110, 12.5.1). */
export function prefersJson(accept: string | undefined): boolean {
  if (accept === undefined) return false;
  const ranges = accept.split(',').map(readRange);
  const json = ranges.find(({ type }) => type === 'application/json');
  const text = ranges.find(({ type }) => type === 'text/plain');
  if (json === undefined || json.quality === 0) return false;
  if (text === undefined || json.quality > text.quality) return true;
  return json.quality === text.quality && ranges.indexOf(json) < ranges.indexOf(text);
}

type Range = { type: string; quality: number };

function readRange(range: string): Range {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice('q='.length);
  return { type, quality: quality === undefined ? 1 : Number(quality) || 0 };
}
