import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { Secret } from 'otpauth';
import { expect, test } from 'vitest';
import { codeAt, type TotpForm } from './totp.ts';

const run = promisify(execFile);
const LACKING = 'TOTP: not held against oathtool, which this machine lacks';
const SEEDS = 1000;
const AT_ONCE = 20;

type Case = { secret: string; form: TotpForm; seconds: number };

/** Seeds that nobody chose and that are the same in every run: those of the hashes of 0, 1, 2 … */
const cases: Case[] = Array.from({ length: SEEDS }, (_, at) => {
  const bytes = createHash('sha512').update(String(at)).digest();
  const algorithm = (['SHA1', 'SHA256', 'SHA512'] as const)[at % 3] ?? 'SHA1';
  const length = 1 + ((bytes[0] ?? 0) % 64);
  const form = { algorithm, digits: 6 + (at % 3), period: [30, 60, 45, 1, 300][at % 5] ?? 30 };
  return {
    secret: new Secret({ buffer: Uint8Array.from(bytes.subarray(0, length)).buffer }).base32,
    form,
    seconds: bytes.readUInt32BE(4),
  };
});

async function oathtool({ secret, form, seconds }: Case): Promise<string> {
  const how = [`--totp=${form.algorithm}`, `--digits=${form.digits}`, `--time-step-size=${form.period}s`];
  const now = `--now=${new Date(seconds * 1000).toISOString().replace('T', ' ').replace('.000Z', ' UTC')}`;
  return (await run('oathtool', [...how, now, '--base32', secret])).stdout.trim();
}

const version = await run('oathtool', ['--version']).catch(() => null);

test(`codes of ${SEEDS} seeds, of every algorithm, length and period, are oathtool's`, async () => {
  if (version === null) {
    if (process.env.CI) throw new Error(LACKING);
    return process.stdout.write(`${LACKING}\n`);
  }
  for (let at = 0; at < SEEDS; at += AT_ONCE) {
    const some = cases.slice(at, at + AT_ONCE);
    const ours = some.map(({ secret, form, seconds }) => codeAt(secret, form, seconds * 1000).code);
    expect(ours).toEqual(await Promise.all(some.map(oathtool)));
  }
}, 60_000);
