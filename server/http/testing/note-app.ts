import type { Config } from '#server/config.ts';
import { buildApp, type Parts } from '#server/http/app.ts';
import type { Services } from '#server/http/services.ts';
import { noteRouter } from './note-router.ts';
import { standInAuthenticate, standIns } from './stand-ins.ts';

/** The server with the notes in place of the vault. */
export async function noteApp(
  settings: Partial<Config> = {},
  parts: Partial<Parts> = {},
  real: Partial<Services> = {},
) {
  const { services, lines, recorded } = standIns(settings);
  const app = await buildApp(
    { ...services, ...real },
    { router: noteRouter, authenticate: standInAuthenticate, ...parts },
  );
  return { app, lines, recorded };
}

export type NoteApp = Awaited<ReturnType<typeof noteApp>>;

/** The headers of an access key with these scopes. */
export const withScopes = (...scopes: string[]) => ({ authorization: `Bearer ${scopes.join(',')}` });

/** The headers of a signed-in browser. */
export const fromPage = { cookie: 'kagi=live', 'sec-fetch-site': 'same-origin' };

export const noteId = '01990f3e-7c1a-7b3e-9d6f-2f1a7f0c4e11';
export const noteUrl = `/api/notes/${noteId}`;
