import type { Field } from '#server/crypto/frame.ts';

type AccessKeyRow = {
  id: string;
  ownerId: string;
  tokenHash: string;
  scopes: readonly string[];
  names: readonly string[] | null;
  environments: readonly string[] | null;
  expiresAt: Date | null;
  createdAt: Date;
};

type SessionRow = {
  id: string;
  ownerId: string;
  tokenHash: string;
  method: string;
  createdAt: Date;
  freshAt: Date;
  expiresAt: Date;
};

type UserRow = {
  id: string;
  email: string;
  role: string;
  passwordHash: string | null;
  disabledAt: Date | null;
  secondStepId: string | null;
};

type LinkRow = { id: string; kind: string; ownerId: string; email: string; tokenHash: string; expiresAt: Date };

type IdentityRow = { id: string; ownerId: string; issuer: string; subject: string };

type DekRow = { id: string; ownerId: string; kekId: string; wrapped: string; active: boolean };

/** What the MAC of an `access_key` row covers: who may do what, where and until when. */
export function accessKeyFields(row: AccessKeyRow): readonly Field[] {
  const { id, ownerId, tokenHash, scopes, names, environments, expiresAt, createdAt } = row;
  const lists = [scopes, names, environments].flatMap(listFields);
  return [id, ownerId, tokenHash, ...lists, moment(expiresAt), moment(createdAt)];
}

/** What the MAC of a `session` row covers. `lastUsedAt` is outside: it moves without a check, and only shortens. */
export function sessionFields(row: SessionRow): readonly Field[] {
  const { id, ownerId, tokenHash, method, createdAt, freshAt, expiresAt } = row;
  return [id, ownerId, tokenHash, method, moment(createdAt), moment(freshAt), moment(expiresAt)];
}

/** What the MAC of a `user_account` row covers: who he is, how he proves it and what he may. */
export function userFields(row: UserRow): readonly Field[] {
  const { id, email, role, passwordHash, disabledAt, secondStepId } = row;
  // Rows that are older than the second step were signed without it.
  return [id, email, role, passwordHash, moment(disabledAt), ...(secondStepId === null ? [] : [secondStepId])];
}

/** What the MAC of a `link` row covers. */
export function linkFields({ id, kind, ownerId, email, tokenHash, expiresAt }: LinkRow): readonly Field[] {
  return [id, kind, ownerId, email, tokenHash, moment(expiresAt)];
}

/** What the MAC of an `identity` row covers. */
export function identityFields({ id, ownerId, issuer, subject }: IdentityRow): readonly Field[] {
  return [id, ownerId, issuer, subject];
}

/** What the MAC of a `dek` row covers. */
export function dekFields({ id, ownerId, kekId, wrapped, active }: DekRow): readonly Field[] {
  return [id, ownerId, kekId, wrapped, active ? 1 : 0];
}

/** The length goes first, so that an item cannot slip from one list into the next. */
function listFields(list: readonly string[] | null): Field[] {
  return list === null ? [null] : [list.length, ...list];
}

function moment(time: Date | null): string | null {
  return time === null ? null : time.toISOString();
}
