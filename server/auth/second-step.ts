import { sql } from 'kysely';
import { Secret, TOTP } from 'otpauth';
import { IntegrityError } from '#server/crypto/aead.ts';
import { type Place, seal } from '#server/crypto/envelope.ts';
import { newId } from '#server/crypto/ids.ts';
import { type InstanceKey, keyedHash } from '#server/crypto/instance.ts';
import { newRecoveryCode } from '#server/crypto/tokens.ts';
import { query } from '#server/db/query.ts';
import type { AuthContext, AuthTx } from './context.ts';
import { activeDek, DEK_COLUMNS, openBeside } from './deks.ts';
import { changeUser, type User } from './users.ts';

/** Why a code does not let in: none was given, it is not the one of now, or what is stored was altered. */
export type StepRefusal = 'AUTH_CODE_REQUIRED' | 'AUTH_CODE_INVALID' | 'INTEGRITY_FAILURE';

type StepRef = { id: string; ownerId: string };

/** What authenticator apps take for granted (RFC 6238): SHA-1, 6 digits, 30 s. */
const PERIOD_MS = 30_000;
/** Codes of the period before and after count too: phones' clocks are a little off. */
const WINDOW = 1;
const RECOVERY_CODES = 10;

/** A seed for an authenticator app: 20 random bytes in base32, 160 bits. */
export function newSeed(): string {
  return new Secret({ size: 20 }).base32;
}

/** What an app reads off the QR code. */
export function seedAddress(seed: string, { issuer, label }: { issuer: string; label: string }): string {
  return new TOTP({ secret: Secret.fromBase32(seed), issuer, label }).toString();
}

/** The period whose code this is, now or next to now; null if it is of none. */
export function periodOf(seed: string, code: string, atMs = Date.now()): number | null {
  const delta = TOTP.validate({ secret: Secret.fromBase32(seed), token: code, window: WINDOW, timestamp: atMs });
  return delta === null ? null : Math.floor(atMs / PERIOD_MS) + delta;
}

/**
 * Makes sign-in by password ask a user, whose row `lockUser` gave, for a code of this seed. `usedStep` is the
 * period whose code proved that an app has it. @returns the recovery codes, which are stored as keyed hashes alone.
 */
export async function addSecondStep(tx: AuthTx, user: User, seed: string, usedStep: number): Promise<string[]> {
  const step = { id: newId(), ownerId: user.id };
  const { codes, recoveryHashes } = newRecoveryCodes(tx.keyring.instance, user.id);
  const envelope = seal(await activeDek(tx, user.id), seedPlace(step), seed);
  await query(tx.em)
    .insertInto('second_step')
    .values({ ...step, envelope, usedStep, recoveryHashes, createdAt: tx.now })
    .execute();
  await changeUser(tx, user, { secondStepId: step.id });
  return codes;
}

/** Puts new recovery codes in the place of all that were left. */
export async function renewRecoveryCodes(tx: AuthTx, user: User): Promise<string[]> {
  const { codes, recoveryHashes } = newRecoveryCodes(tx.keyring.instance, user.id);
  await query(tx.em).updateTable('second_step').set({ recoveryHashes }).where('ownerId', '=', user.id).execute();
  return codes;
}

/** Lets a user, whose row `lockUser` gave, in by his password alone. */
export async function removeSecondStep(tx: AuthTx, user: User): Promise<void> {
  await changeUser(tx, user, { secondStepId: null });
  await query(tx.em).deleteFrom('second_step').where('ownerId', '=', user.id).execute();
}

/** Takes a code of the app or a recovery code, in the running write; each is taken once. @returns null if it lets in. */
export async function takeCode(tx: AuthTx, user: User, given: string | undefined): Promise<StepRefusal | null> {
  const { id, secondStepId } = user;
  if (secondStepId === null) return null;
  if (given === undefined) return 'AUTH_CODE_REQUIRED';
  const code = given.replace(/[\s-]/g, '').toLowerCase();
  try {
    const step = { id: secondStepId, ownerId: id };
    const isTaken = /[a-z]/.test(code) ? await takeRecoveryCode(tx, step, code) : await takeTotp(tx, step, code);
    return isTaken ? null : 'AUTH_CODE_INVALID';
  } catch (error) {
    if (error instanceof IntegrityError) return 'INTEGRITY_FAILURE';
    throw error;
  }
}

async function takeTotp(tx: AuthTx, step: StepRef, code: string): Promise<boolean> {
  const usedStep = periodOf(await openSeed(tx, step), code);
  if (usedStep === null) return false;
  const taken = await query(tx.em)
    .updateTable('second_step')
    .set({ usedStep })
    .where('id', '=', step.id)
    .where('usedStep', '<', usedStep)
    .returning('id')
    .executeTakeFirst();
  return taken !== undefined;
}

async function takeRecoveryCode(tx: AuthTx, { id, ownerId }: StepRef, code: string): Promise<boolean> {
  const hash = recoveryHash(tx.keyring.instance, ownerId, code);
  const taken = await query(tx.em)
    .updateTable('second_step')
    .set({ recoveryHashes: sql<string[]>`array_remove(recovery_hashes, ${hash})` })
    .where('id', '=', id)
    .where('ownerId', '=', ownerId)
    .where(sql<boolean>`${hash} = any(recovery_hashes)`)
    .returning('id')
    .executeTakeFirst();
  return taken !== undefined;
}

/**
 * Opens the seed of a second step.
 * @throws {IntegrityError} if there is none, or it was altered or moved, or its DEK is gone.
 */
export async function openSeed({ em, keyring }: AuthContext, step: StepRef): Promise<string> {
  const rows = await query(em)
    .selectFrom('second_step')
    .innerJoin('dek', 'dek.ownerId', 'second_step.ownerId')
    .select([...DEK_COLUMNS, 'second_step.envelope'])
    .where('second_step.id', '=', step.id)
    .where('second_step.ownerId', '=', step.ownerId)
    .execute();
  return openBeside(keyring, seedPlace(step), rows);
}

/** Keeps a seed under its owner's DEK of now, in the running write. */
export async function resealSeed(tx: AuthTx, step: StepRef, seed: string): Promise<void> {
  const envelope = seal(await activeDek(tx, step.ownerId), seedPlace(step), seed);
  await query(tx.em).updateTable('second_step').set({ envelope }).where('id', '=', step.id).execute();
}

/** Where the seed of a second step is sealed. */
export function seedPlace({ id, ownerId }: StepRef): Place {
  return { table: 'second_step', rowId: id, ownerId, column: 'envelope', version: 1, within: [] };
}

function newRecoveryCodes(instance: InstanceKey, ownerId: string) {
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
  return { codes, recoveryHashes: codes.map((code) => recoveryHash(instance, ownerId, code)) };
}

/** The key serves one-time links too, whose tokens hold no blank. */
function recoveryHash(instance: InstanceKey, ownerId: string, code: string): string {
  return keyedHash(instance, 'link', `recovery ${ownerId} ${code.replace('-', '')}`);
}
