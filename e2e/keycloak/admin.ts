import { MASTER } from './process.ts';

/** Asks Keycloak's admin API. Answers the parsed body, or the id of what was made; whoever asks knows its shape. */
export type Admin = <T = unknown>(method: string, path: string, body?: object) => Promise<T>;

/** Its tokens live a minute. */
const TOKEN_MS = 45_000;

export function adminOf(url: string): Admin {
  let token: { value: string; until: number } | null = null;
  return async (method, path, body) => {
    if (token === null || token.until < Date.now()) token = { value: await tokenOf(url), until: Date.now() + TOKEN_MS };
    const answer = await fetch(`${url}/admin/realms${path}`, {
      method,
      headers: { authorization: `Bearer ${token.value}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    const made = answer.headers.get('location')?.split('/').at(-1);
    return text === '' ? made : JSON.parse(text);
  };
}

async function tokenOf(url: string): Promise<string> {
  const answer = await fetch(`${url}/realms/master/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'password', client_id: 'admin-cli', ...MASTER }),
  });
  // RFC 6749, 5.1: every good answer has it.
  return ((await answer.json()) as { access_token: string }).access_token;
}
