import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HostileProvider, hostileProvider, json, misbehaviours } from '#server/testing/hostile-provider.ts';
import { boundedFetch, reach, unreachable } from './oidc-fetch.ts';

const LIMIT_MS = 500;

describe('a fetch with limits', () => {
  let provider: HostileProvider;
  let address: string;
  const fetchBounded = boundedFetch(LIMIT_MS);

  beforeAll(async () => {
    provider = await hostileProvider();
    address = `${provider.issuer}/protocol/openid-connect/token`;
  });

  afterAll(() => provider.close());

  const ask = async () => (await fetchBounded(address)).text();

  it('hands over an honest answer: status, headers and body', async () => {
    provider.answers.token = json(() => ({ grüße: 'ja' }), 400);
    const response = await fetchBounded(address);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual({ grüße: 'ja' });
  });

  it.each(['never answers', 'trickles without end'])('gives up in time on a server that %s', async (how) => {
    provider.answers.token = misbehaviours[how] ?? expect.fail();
    const begin = performance.now();
    await expect(ask()).rejects.toThrow(/timeout/i);
    expect(performance.now() - begin).toBeLessThan(LIMIT_MS * 5);
  });

  it.each(['sends without end', 'answers two megabytes'])('stops reading a server that %s', async (how) => {
    provider.answers.token = misbehaviours[how] ?? expect.fail();
    // With a limit that cannot be what ends it.
    const asked = boundedFetch(60_000)(address);
    await expect(asked).rejects.toThrow('The answer of the provider is too large.');
  });

  it.each(['redirects', 'hangs up'])('fails on a server that %s', async (how) => {
    provider.answers.token = misbehaviours[how] ?? expect.fail();
    await expect(ask()).rejects.toThrow('fetch failed');
  });

  it('keeps the signal of its caller', async () => {
    provider.answers.token = misbehaviours['never answers'] ?? expect.fail();
    const stopped = boundedFetch(60_000)(address, { signal: AbortSignal.abort(new Error('stopped')) });
    await expect(stopped).rejects.toThrow('stopped');
  });
});

describe('reaching the provider', () => {
  it('turns any fault into KEYCLOAK_UNAVAILABLE and keeps it as the cause', async () => {
    const fault = new TypeError('fetch failed');
    const reached = reach(() => Promise.reject(fault));
    await expect(reached).rejects.toMatchObject({ code: 'KEYCLOAK_UNAVAILABLE', retryAfterSeconds: 30, cause: fault });
  });

  it('does not wrap what is told already', async () => {
    const told = unreachable(new Error('first'));
    await expect(reach(() => Promise.reject(told))).rejects.toBe(told);
  });
});
