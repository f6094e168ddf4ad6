import type { AccessKeyInput } from '#shared/access-keys.ts';
import type { Environment } from '#shared/entries.ts';
import type { Scope } from '#shared/scopes.ts';
import { PRESETS } from './abilities.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** How long a key lives: days, for ever, or until a date that is typed. */
export const LIFETIMES = ['30', '90', '365', 'none', 'date'] as const;
export type Lifetime = (typeof LIFETIMES)[number];

export type KeyDraft = {
  name: string;
  scopes: readonly Scope[];
  /** Empty: everywhere. */
  names: readonly string[];
  environments: readonly Environment[];
  lifetime: Lifetime;
  /** As a date field gives it: "2027-02-22". */
  date: string;
};

export const EMPTY_DRAFT: KeyDraft = {
  name: '',
  scopes: PRESETS[0]?.scopes ?? [],
  names: [],
  environments: [],
  lifetime: '90',
  date: '',
};

/** With the item, or without it where it was there. */
export function toggled<T>(list: readonly T[], item: T): T[] {
  return list.includes(item) ? list.filter((one) => one !== item) : [...list, item];
}

/** When the key ends; null for never, undefined while no date is typed. A typed day is lived to its end, here. */
export function expiryOfDraft(
  { lifetime, date }: Pick<KeyDraft, 'lifetime' | 'date'>,
  now: Date,
): Date | null | undefined {
  if (lifetime === 'none') return null;
  if (lifetime !== 'date') return new Date(now.getTime() + Number(lifetime) * DAY_MS);
  const end = new Date(`${date}T23:59:59.999`);
  return Number.isNaN(end.getTime()) ? undefined : end;
}

/** What is sent, or a sentence on what is missing. */
export function inputOf(
  draft: KeyDraft,
  now: Date,
): { input: AccessKeyInput } | { field: 'scopes' | 'date'; missing: string } {
  const expiresAt = expiryOfDraft(draft, now);
  if (draft.scopes.length === 0) return { field: 'scopes', missing: 'Choose at least one thing that it can do.' };
  if (expiresAt === undefined) return { field: 'date', missing: 'Choose the day it ends.' };
  if (expiresAt !== null && expiresAt <= now) return { field: 'date', missing: 'Choose a day that is still to come.' };
  return {
    input: {
      name: draft.name,
      scopes: [...draft.scopes],
      names: draft.names.length === 0 ? null : [...draft.names],
      environments: draft.environments.length === 0 ? null : [...draft.environments],
      expiresAt: expiresAt?.toISOString() ?? null,
    },
  };
}
