import { newId } from '#server/crypto/ids.ts';
import { type Database, openDatabase } from '#server/db/open.ts';

const serverUrl = process.env.KAGI_TEST_POSTGRES_URL;

/** The setting by which a process of ours gets an empty PostgreSQL of its own; none where tests run on the embedded one. */
export async function databaseOfItsOwn(): Promise<{ DATABASE_URL?: string }> {
  return serverUrl ? { DATABASE_URL: await newDatabase(serverUrl) } : {};
}

/** Makes an empty database on a PostgreSQL. @returns its address. */
export async function newDatabase(url: string): Promise<string> {
  const name = `kagi_own_${newId().replaceAll('-', '')}`;
  await onServer(`create database ${name}`, url);
  return new URL(`/${name}`, url).href;
}

/** Removes it, whoever is still connected. */
export async function dropOwn({ DATABASE_URL: url }: { DATABASE_URL?: string | undefined }): Promise<void> {
  if (url !== undefined) await onServer(`drop database ${new URL(url).pathname.slice(1)} with (force)`);
}

/** Opens what a process of ours works on, as these settings name it. */
export function openOwn(url: string | null, dataDir: string): Promise<Database> {
  const onFatal = (error: Error) => {
    throw error;
  };
  return openDatabase({ url, dataDir, warn: console.warn, onFatal });
}

async function onServer(sql: string, url = serverUrl ?? null): Promise<void> {
  const server = await openOwn(url, '');
  await server.fork().execute(sql);
  await server.close();
}
