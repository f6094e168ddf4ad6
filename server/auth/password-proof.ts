import type { EventCaller } from '#server/audit/event.ts';
import type { Em } from '#server/db/query.ts';
import type { Action } from '#shared/audit.ts';
import { VaultError } from '#shared/errors.ts';
import { type AuthTx, databaseNow, inTransaction } from './context.ts';
import { authEvent } from './events.ts';
import { forgedRow } from './genuine.ts';
import { type StepRefusal, takeCode } from './second-step.ts';
import type { AuthDeps } from './state.ts';
import { addressSubject, forgive, giveBack, type Refusal, reserve, type Subject } from './throttle.ts';
import { demandGenuineUser, selectUsers, type User } from './users.ts';

/** Someone says that he knows a user's password. */
export type Claim = {
  /** What it is recorded as when it fails. */
  action: Action;
  caller: EventCaller;
  /** Whose failures count, besides those of the address. */
  subject: Subject;
  /** The user he claims to be, if there is one. */
  find(em: Em): Promise<User | undefined>;
  password: string;
  /** The code of the second step, for who has one; left out where the session has just shown one. */
  code?: { given: string | undefined };
};

/**
 * Checks a password and, if it is right, runs the write that it was asked for. Wrong ones are counted and
 * recorded. An unknown user takes the same steps as a known one. Only who knows the password is asked for a code.
 * @throws {VaultError} AUTH_INVALID_CREDENTIALS, AUTH_CODE_REQUIRED, AUTH_CODE_INVALID, RATE_LIMITED, UNAVAILABLE if too many passwords wait.
 */
export function provePassword<T>(
  deps: AuthDeps,
  claim: Claim,
  work: (tx: AuthTx, user: User) => Promise<T>,
): Promise<T> {
  return deps.state.lanes(claim.subject.hash, async () => {
    const subjects = subjectsOf(deps, claim);
    const refusal = await reserve(deps.em, subjects);
    if (refusal !== null) throw await throttled(deps, claim, refusal);
    const user = await proved(deps, claim, subjects);
    const outcome = await inTransaction(deps, async (tx) => {
      await demandUnchanged(tx.em, user);
      const refused = claim.code === undefined ? null : await takeCode(tx, user, claim.code.given);
      if (refused !== null) return { refused };
      await giveBack(tx.em, subjects);
      await forgive(tx.em, claim.subject);
      return { done: await work(tx, user) };
    });
    if ('done' in outcome) return outcome.done;
    throw await codeRefused(deps, claim, user, { subjects, reason: outcome.refused });
  });
}

/** A code that was not given is no guess, but tells the owner that someone knows his password. */
async function codeRefused(
  deps: AuthDeps,
  claim: Claim,
  user: User,
  { subjects, reason }: { subjects: readonly Subject[]; reason: StepRefusal },
): Promise<VaultError> {
  await recordFailure(deps, claim, user, reason);
  if (reason !== 'AUTH_CODE_REQUIRED') return new VaultError('AUTH_CODE_INVALID');
  await giveBack(deps.em, subjects);
  return new VaultError('AUTH_CODE_REQUIRED');
}

/** Always in this order, so that two tries cannot wait for each other. */
function subjectsOf({ keyring, origin }: AuthDeps, { subject }: Claim): Subject[] {
  return origin.address === null ? [subject] : [addressSubject(keyring.instance, origin.address), subject];
}

async function proved(deps: AuthDeps, claim: Claim, subjects: readonly Subject[]): Promise<User> {
  const user = await claim.find(deps.em);
  const isForged = user !== undefined && forgedRow(() => demandGenuineUser(deps.keyring, user)) !== null;
  const stored = isForged ? null : (user?.passwordHash ?? null);
  const isRight = await deps.state.passwords.matches(stored, claim.password).catch(async (error: unknown) => {
    await giveBack(deps.em, subjects);
    throw error;
  });
  if (isRight && user?.disabledAt === null) return user;
  const reason = isForged ? 'INTEGRITY_FAILURE' : isRight ? 'ACCOUNT_DISABLED' : 'AUTH_INVALID_CREDENTIALS';
  await recordFailure(deps, claim, user, reason);
  throw new VaultError('AUTH_INVALID_CREDENTIALS');
}

/** Of a flood, only the first refusal of each wait is recorded. */
async function throttled(deps: AuthDeps, claim: Claim, { retryAfterSeconds, isFirst }: Refusal): Promise<VaultError> {
  if (isFirst) await recordFailure(deps, claim, await claim.find(deps.em), 'RATE_LIMITED');
  const message = 'Too many wrong passwords. Wait, then try again.';
  return new VaultError('RATE_LIMITED', { message, retryAfterSeconds });
}

async function recordFailure(deps: AuthDeps, claim: Claim, user: User | undefined, reason: string): Promise<void> {
  const at = { now: await databaseNow(deps.em), origin: deps.origin };
  const { action, caller } = claim;
  const whose = user === undefined ? {} : { chainId: user.id, object: { kind: 'account', id: user.id } };
  await deps.audit.recordAhead(deps.em, authEvent(at, action, { outcome: 'failed', caller, reason, ...whose }));
}

/** Checking takes a tenth of a second: a password that was changed meanwhile is not the right one any more. */
async function demandUnchanged(em: Em, user: User): Promise<void> {
  const current = await selectUsers(em).where('id', '=', user.id).forNoKeyUpdate().executeTakeFirst();
  if (current?.mac !== user.mac) throw new VaultError('AUTH_INVALID_CREDENTIALS');
}
