import { z } from 'zod';
import { readCheckpoint } from '#server/audit/checkpoint.ts';
import { INSTANCE_CHAIN } from '#server/audit/event.ts';
import { chainIds, type Expected, verifyChain } from '#server/audit/verify.ts';
import { AdminError, listUsers, newResetLink, setDisabled, turnOffSecondStep } from '#server/auth/admin.ts';
import { newInviteLink } from '#server/auth/admin-invite.ts';
import { type AuthContext, databaseNow } from '#server/auth/context.ts';
import { authEvent, SYSTEM } from '#server/auth/events.ts';
import { backupLines, kekIdsOf } from '#server/backup/snapshot.ts';
import type { KeysContext } from '#server/vault/keys/context.ts';
import { email } from '#shared/account.ts';
import { keysStatus, retireKek, rotateDeks, rotateKek } from './admin-keys.ts';
import type { AdminAnswer, AdminReply } from './admin-socket.ts';

const who = z.string().min(1);

/** What an operator can ask for. */
export const adminRequest = z.discriminatedUnion('command', [
  z.strictObject({ command: z.literal('audit:verify'), expect: z.array(z.string()) }),
  z.strictObject({ command: z.literal('backup') }),
  z.strictObject({ command: z.literal('backup keys') }),
  z.strictObject({ command: z.literal('user list') }),
  z.strictObject({ command: z.literal('user reset-password'), who }),
  z.strictObject({ command: z.literal('user invite'), email }),
  z.strictObject({ command: z.literal('user disable'), who }),
  z.strictObject({ command: z.literal('user enable'), who }),
  z.strictObject({ command: z.literal('user second-step-off'), who }),
  z.strictObject({ command: z.literal('keys status') }),
  z.strictObject({ command: z.literal('keys rotate') }),
  z.strictObject({ command: z.literal('keys rotate deks') }),
  z.strictObject({ command: z.literal('keys retire'), kekId: z.string().min(1) }),
]);
export type AdminRequest = z.infer<typeof adminRequest>;

/** What the commands work with. */
export type AdminContext = KeysContext;

/** Carries out a request. What an operator got wrong becomes a sentence in the answer, not an error. */
export async function answerAdmin(context: AdminContext, asked: unknown): Promise<AdminReply> {
  const request = adminRequest.safeParse(asked);
  if (!request.success) return { ok: false, lines: ['The server does not know this command. Is it an older one?'] };
  try {
    return await carryOut(context, request.data);
  } catch (error) {
    if (error instanceof AdminError || error instanceof RangeError) return { ok: false, lines: [error.message] };
    throw error;
  }
}

async function carryOut(context: AdminContext, request: AdminRequest): Promise<AdminReply> {
  switch (request.command) {
    case 'audit:verify':
      return verifyChains(context, request.expect);
    case 'backup':
      return backup(context);
    case 'backup keys':
      return { ok: true, lines: await kekIdsOf(context.em) };
    case 'user list':
      return list(context);
    case 'user reset-password':
      return link(await newResetLink(context, request.who));
    case 'user invite':
      return link(await newInviteLink(context, request.email));
    case 'user disable':
      return disable(context, request.who, true);
    case 'user enable':
      return disable(context, request.who, false);
    case 'user second-step-off':
      await turnOffSecondStep(context, request.who);
      return { ok: true, lines: ['He signs in by his password alone, until he turns it on again.'] };
    case 'keys status':
      return keysStatus(context);
    case 'keys rotate':
      return rotateKek(context);
    case 'keys rotate deks':
      return rotateDeks(context);
    case 'keys retire':
      return retireKek(context, request.kekId);
  }
}

/** Walks every chain, and compares with what the checkpoints saw. */
export async function verifyChains(
  { em, keyring }: Pick<AuthContext, 'em' | 'keyring'>,
  checkpoints: readonly string[],
): Promise<AdminAnswer> {
  const { instance } = keyring;
  const expected = checkpoints.flatMap((checkpoint) => readCheckpoint(instance, checkpoint).heads);
  // A chain that was deleted whole stands in no table any more, only in a checkpoint.
  const ids = new Set([...(await chainIds(em)), ...expected.map(({ chainId }) => chainId)]);
  const broken: string[] = [];
  let events = 0;
  for (const id of ids) {
    const verdict = await verifyChain(em, instance, id, expectedOf(expected, id));
    events += verdict.events;
    if (verdict.brokenAt !== null) broken.push(`${nameOf(id)} is broken at event ${verdict.brokenAt}.`);
  }
  if (broken.length > 0) return { ok: false, lines: broken };
  const known = checkpoints.length === 0 ? '' : `, and they are what the checkpoints saw`;
  return { ok: true, lines: [`All ${events} events in ${ids.size} chains fit${known}.`] };
}

const expectedOf = (expected: readonly Expected[], id: string) => expected.filter(({ chainId }) => chainId === id);

function nameOf(chainId: string): string {
  return chainId === INSTANCE_CHAIN ? 'The instance’s own chain' : `The chain of user ${chainId}`;
}

/** The rows leave as they are stored: it is the command that encrypts them, and that owns the file. */
async function backup({ em, keyring, audit, config, origin }: AuthContext): Promise<AdminReply> {
  const event = authEvent({ now: await databaseNow(em), origin }, 'account.backup', { caller: SYSTEM });
  await audit.recordAhead(em, event);
  const kind = config.databaseUrl === null ? 'embedded' : 'postgres';
  return { ok: true, lines: [], rows: backupLines({ em, kind, instance: keyring.instance }) };
}

async function list({ em }: AuthContext): Promise<AdminAnswer> {
  const users = await listUsers(em);
  const lines = users.map(({ id, email, role, createdAt, disabledAt }) =>
    [id, createdAt.toISOString(), role, disabledAt === null ? 'enabled' : 'disabled', email].join('  '),
  );
  return { ok: true, lines: lines.length > 0 ? lines : ['There is no user yet.'] };
}

function link({ url, expiresAt }: { url: string; expiresAt: Date }): AdminAnswer {
  return { ok: true, lines: [`The link works once, until ${expiresAt.toISOString()}:`, url] };
}

async function disable(context: AuthContext, user: string, isDisabled: boolean): Promise<AdminAnswer> {
  await setDisabled(context, user, isDisabled);
  return { ok: true, lines: [isDisabled ? 'Shut out, and all sessions ended.' : 'Let in again.'] };
}
