import { formatBytes } from './format.ts';

/** What a file could not be taken for, in a sentence, or its text. */
export type FileReading = { text: string } | { problem: string };

/** Reads a file byte for byte as UTF-8; one that is too large is refused before it is read. */
export async function readTextFile(file: File, maxBytes: number): Promise<FileReading> {
  const { name, size } = file;
  if (size > maxBytes) return { problem: `${name} is ${formatBytes(size)} large; at most ${maxBytes / 1024} KiB fit.` };
  if (size === 0) return { problem: `${name} is empty.` };
  // A byte order mark is a part of the file, and stays.
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    return { text: decoder.decode(await file.arrayBuffer()) };
  } catch {
    return { problem: `${name} is no text in UTF-8, or it cannot be read.` };
  }
}

/**
 * "my shop" and ".env" → "my-shop.env": what no folder takes in a name becomes a dash. Browsers take the dot off a name
 * that begins with one, so that `.env` alone would arrive as `env`.
 */
export function fileNameOf(project: string, end: string): string {
  const name = project.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^\.+/, '');
  return `${name || 'kagi'}${end}`;
}

/** Hands a text over as a download of that name; nothing of it stays behind in the page. */
export function downloadText(text: string, fileName: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}
