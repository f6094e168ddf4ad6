import { parseArgs } from 'node:util';
import type { AdminRequest } from '#server/http/admin-commands.ts';
import { type AdminAnswer, askServer } from '#server/http/admin-socket.ts';
import { readConfig } from './config.ts';

// The operator's second entry beside main.ts. A running server is asked over its socket; where none holds the
// vault, the vault is opened here.

const USAGE = `Usage:
  npm run audit:verify [-- --expect CHECKPOINT …]   walk every audit chain, and compare with what the log witnessed
  npm run backup -- --out FILE [--force] [--passphrase-file FILE | --recipient age1… …] [--sheet FILE]
  npm run backup -- --sheet FILE                    write the key ring to print: no backup is of use without it
  npm run restore -- --in FILE [--passphrase-file FILE | --identity FILE] [--sheet FILE]
  npm run restore -- --sheet FILE                   make keyring.json from a sheet; "-" reads what you type
  npm run user list
  npm run user -- reset-password EMAIL              make a one-time link for a new password
  npm run user -- invite EMAIL                      make a one-time link for a new account
  npm run user -- disable EMAIL                     shut a user out, and end his sessions
  npm run user -- enable EMAIL
  npm run user -- second-step-off EMAIL             for who lost his authenticator and his recovery codes
  npm run keys -- status                            how the encryption keys stand
  npm run keys -- rotate                            begin or go on to replace the encryption key
  npm run keys -- rotate deks                       give every owner a new data key, and seal all secrets anew
  npm run keys -- retire KEY_ID                     take out of the ring a key that nothing needs any more
  A user's id does in place of his e-mail.`;

process.exitCode = await run(process.argv.slice(2));

async function run(args: string[]): Promise<number> {
  try {
    const answer = await answerTo(args);
    if (answer === null) {
      console.error(USAGE);
      return 2;
    }
    for (const line of answer.lines) (answer.ok ? console.log : console.error)(line);
    return answer.ok ? 0 : 1;
  } catch (error) {
    const { sentenceFor } = await import('#server/process/failures.ts');
    console.error(sentenceFor(error));
    return 1;
  }
}

/** Null where the words on the command line are none that are known. */
async function answerTo([command = '', ...args]: string[]): Promise<AdminAnswer | null> {
  if (command === 'backup') return (await import('#server/commands/backup.ts')).backup(args);
  if (command === 'restore') return (await import('#server/commands/restore.ts')).restore(args);
  const request = requestOf([command, ...args]);
  return request && answerOf(request);
}

async function answerOf(request: AdminRequest): Promise<AdminAnswer> {
  const config = readConfig();
  const answer = await askServer(config.dataDir, request);
  if (answer !== null) return answer;
  // Not loaded before it is needed: a running server answers before the ORM is even read.
  const { answerAlone } = await import('#server/commands/alone.ts');
  return answerAlone(config, request, async (reply) => reply);
}

function requestOf(args: string[]): AdminRequest | null {
  try {
    const options = { expect: { type: 'string', multiple: true } } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    return requestFor(positionals, values.expect ?? []);
  } catch {
    return null;
  }
}

function requestFor([command, verb, who, ...rest]: string[], expect: string[]): AdminRequest | null {
  if (command === 'audit:verify') return verb === undefined ? { command, expect } : null;
  if (command === 'keys') return rest.length > 0 || expect.length > 0 ? null : keysRequest(verb, who);
  if (command !== 'user' || rest.length > 0 || expect.length > 0) return null;
  if (verb === 'list') return who === undefined ? { command: 'user list' } : null;
  if (who === undefined) return null;
  if (verb === 'invite') return { command: 'user invite', email: who };
  if (verb === 'reset-password' || verb === 'disable' || verb === 'enable' || verb === 'second-step-off')
    return { command: `user ${verb}`, who };
  return null;
}

function keysRequest(verb: string | undefined, what: string | undefined): AdminRequest | null {
  if (verb === 'retire') return what === undefined ? null : { command: 'keys retire', kekId: what };
  if (verb === 'rotate' && what === 'deks') return { command: 'keys rotate deks' };
  if (what !== undefined) return null;
  return verb === 'status' || verb === 'rotate' ? { command: `keys ${verb}` } : null;
}
