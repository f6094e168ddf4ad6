import { request } from '#web/lib/http.ts';

// Over REST and not tRPC: a revision stands in a header, and the change is made only if it is still that one.

/** The content of a file, and which revision of it. */
export type Revealed = { content: string; etag: string | null };

/** Which file it was made, when, and which revision it is now. */
export type Saved = { id: string; updatedAt: string; etag: string | null };

export type FileToSave = {
  projectId: string;
  fileType: string;
  content: string;
  /** The revision that it replaces; null for one that is not there yet. */
  etag: string | null;
};

/** @throws {Failure} ENV_FILE_NOT_FOUND, INTEGRITY_FAILURE or AUDIT_UNAVAILABLE. */
export async function revealFile(projectId: string, fileId: string): Promise<Revealed> {
  const response = await request('POST', `/api/envs/${projectId}/files/${fileId}/reveal`);
  const body: unknown = await response.json();
  return { content: textAt(body, 'content'), etag: response.headers.get('etag') };
}

/** @throws {Failure} PRECONDITION_FAILED when it has changed since it was revealed, or is there already. */
export async function saveFile({ projectId, fileType, content, etag }: FileToSave): Promise<Saved> {
  const response = await request('POST', `/api/envs/${projectId}/files`, {
    body: { fileType, content },
    headers: etag === null ? { 'if-none-match': '*' } : { 'if-match': etag },
  });
  const body: unknown = await response.json();
  return { id: textAt(body, 'id'), updatedAt: textAt(body, 'updatedAt'), etag: response.headers.get('etag') };
}

function textAt(body: unknown, key: string): string {
  const value = typeof body === 'object' && body !== null ? Object.entries(body).find(([name]) => name === key) : null;
  if (typeof value?.[1] !== 'string') throw new TypeError(`The answer has no ${key}.`);
  return value[1];
}
