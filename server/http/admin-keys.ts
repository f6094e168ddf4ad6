import type { KekEntry } from '#server/crypto/keks.ts';
import type { KeysContext } from '#server/vault/keys/context.ts';
import { marksOf } from '#server/vault/keys/marks.ts';
import { replaceDeks } from '#server/vault/keys/replace-deks.ts';
import { retire } from '#server/vault/keys/retire.ts';
import { type Rotated, rotate } from '#server/vault/keys/rotate.ts';
import { type KekStanding, pendingOf, standingOf } from '#server/vault/keys/standing.ts';
import type { AdminAnswer } from './admin-socket.ts';

/** How the keys stand, for the operator: ids and counts. */
export async function keysStatus({ em, keyring, keys }: KeysContext): Promise<AdminAnswer> {
  const standing = await standingOf(em, keyring);
  const { deks, instanceKeys } = pendingOf(standing);
  const reports = await keys.replicas.reports(em);
  const replacing = await marksOf(em, keyring, 'replacing');
  const pending = deks + instanceKeys;
  return said(
    ...standing.map(kekLine),
    pending === 0 ? 'Nothing is left to rewrap.' : `${pending} left to rewrap: npm run keys -- rotate goes on with it.`,
    ...replacing.map(() => 'DEKs are being replaced: npm run keys -- rotate deks goes on with it.'),
    ...(reports.length === 0 ? ['No server runs.'] : []),
    ...reports.map(({ name, kekIds }) => `Server ${name} has ${kekIds.join(', ')}; primary is ${kekIds[0]}.`),
  );
}

export async function rotateKek(context: KeysContext): Promise<AdminAnswer> {
  const rotated = await context.keys.alone(() => rotate(context));
  return rotated.step === 'set' ? said(...toSet(rotated)) : done(rotated);
}

export async function rotateDeks(context: KeysContext): Promise<AdminAnswer> {
  const { owners, secrets, broken } = await context.keys.alone(() => replaceDeks(context));
  const lines = [`${counted(owners, 'owner')} got a new DEK, and ${counted(secrets, 'secret')} were sealed anew.`];
  if (broken.length === 0) return said(...lines);
  const stay = broken.map(
    ({ table, rowId }) => `${table.replaceAll('_', ' ')} ${rowId} does not open and stays as it is.`,
  );
  return { ok: false, lines: [...lines, ...stay, 'The DEKs of their owners were kept.'] };
}

export async function retireKek(context: KeysContext, kekId: string): Promise<AdminAnswer> {
  const { ring, isSet, stillWith } = await context.keys.alone(() => retire(context, kekId));
  if (!isSet) {
    return said(
      `The key ${kekId} is retired. Set this on every replica, and restart them:`,
      settingOf(ring),
      `Keep ${kekId} for as long as you keep backups from before the rotation: they open with nothing else.`,
    );
  }
  return said(
    `The key ${kekId} is retired and out of the ring. Backups from before the rotation open with it alone.`,
    ...stillWith.map((name) => `Server ${name} has a ring of its own that still holds it.`),
  );
}

function kekLine({ id, role, deks, wrapsInstanceKey }: KekStanding): string {
  const wraps = `${counted(deks, 'DEK')}${wrapsInstanceKey ? ' and the instance key' : ''}`;
  return [`KEK ${id}`, role === 'gone' ? 'not in the ring' : role, wraps].join('  ');
}

function toSet({ what, kekId, ring }: Extract<Rotated, { step: 'set' }>): string[] {
  const why = what === 'next' ? `a new key, ${kekId}, joins as secondary` : `the key ${kekId} becomes primary`;
  return [
    `Next, ${why}. Set this on every replica, in the variable or in the file that`,
    'KAGI_ENCRYPTION_KEYS_FILE names, and leave KAGI_ENCRYPTION_KEY out. It holds the keys: show it to nobody.',
    settingOf(ring),
    'Restart the replicas one by one (for a file, SIGHUP does), then run this again.',
  ];
}

function done({ primary, rewrapped, older }: Extract<Rotated, { step: 'done' }>): AdminAnswer {
  const { deks, instanceKeys, broken } = rewrapped;
  const what = `${counted(deks, 'DEK')}${instanceKeys > 0 ? ' and the instance key' : ''}`;
  const lines = [`${what} rewrapped. The primary key is ${primary}.`];
  if (broken.length > 0) {
    const ids = broken.map((id) => `DEK ${id} does not open and stays as it is.`);
    return { ok: false, lines: [...lines, ...ids, 'Keep the older keys until that is cleared up.'] };
  }
  return said(...lines, ...older.map((id) => `Nothing is under ${id} any more: npm run keys -- retire ${id}`));
}

function settingOf(ring: readonly KekEntry[]): string {
  return `KAGI_ENCRYPTION_KEYS=${ring.map(({ id, hex }) => `${id}:${hex}`).join(',')}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function said(...lines: string[]): AdminAnswer {
  return { ok: true, lines };
}
