import type { Environment } from '#shared/entries.ts';
import { failureOf, failureOfBody } from '#web/lib/failure.ts';

export type ExportFormat = 'dotenv' | 'shell' | 'json';
export type ExportChoice = {
  format: ExportFormat;
  environment: Environment | null;
  /** A project. */
  name: string | null;
  /** Leaves out what does not open, instead of failing. */
  skipBroken: boolean;
};

/** The address of an export. */
export function exportAddress({ format, environment, name, skipBroken }: ExportChoice): string {
  const query = new URLSearchParams({ format });
  if (environment !== null) query.set('environment', environment);
  if (name !== null) query.set('name', name);
  if (skipBroken) query.set('skipBroken', 'true');
  return `/api/export?${query}`;
}

/** The file name that a server gives an answer: `attachment; filename="kagi-export.env"`. */
export function fileNameOf(disposition: string | null): string | null {
  return /filename="([^"/\\]+)"/.exec(disposition ?? '')?.[1] ?? null;
}

/**
 * Gets an export and the name of its file; nothing of it passes through a cache.
 * @throws {Failure} what the server refused, or that it did not answer.
 */
export async function fetchExport(choice: ExportChoice): Promise<{ text: string; fileName: string }> {
  const response = await fetch(exportAddress(choice), { cache: 'no-store' }).catch((error: unknown) => {
    throw failureOf(error);
  });
  if (!response.ok) {
    const body: unknown = await response.json().catch(() => null);
    throw failureOfBody(body, response.status) ?? failureOf(null);
  }
  const fileName = fileNameOf(response.headers.get('content-disposition')) ?? 'kagi-export';
  return { text: await response.text(), fileName };
}
