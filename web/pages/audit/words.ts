import type { AuditEvent, Noun } from '#shared/audit.ts';
import { count } from '#web/lib/format.ts';

/** What an event says for the eye: it gave out a secret, it was refused or failed, or neither. */
export type Tone = 'plain' | 'reveal' | 'bad';

type Sentence = {
  tone: Tone;
  /** What was done: "reveal", "sign in". */
  verb: string;
  /** To what kind of thing: "entry", or how: "by password". */
  kind: string;
  /** How many, where one event stands for several: "5 entries". */
  many: string | null;
  /** Why not, or what was special: "scope missing". */
  reason: string | null;
};

const KINDS: Record<Noun, string> = {
  category: 'category',
  entry: 'entry',
  'two-factor': 'two-factor',
  'env-project': 'env project',
  'env-file': 'env file',
  'access-key': 'access key',
  session: 'session',
  account: 'account',
  export: 'vault',
  ai: 'entries',
  'sign-in': 'session',
};

/** Actions whose own words say less than they should; `null` leaves the kind out. */
const WORDS: Readonly<Record<string, readonly [verb: string, kind: string | null]>> = {
  'two-factor.recovery-code': ['take recovery code', 'two-factor'],
  'sign-in.password': ['sign in', 'by password'],
  'sign-in.keycloak': ['sign in', 'by Keycloak'],
  'sign-in.reauthenticate': ['prove identity', null],
  'session.end': ['end', 'session'],
  'session.end-others': ['end all others', null],
  'export.read': ['export', 'vault'],
  'ai.extract': ['extract', null],
  'ai.plan': ['plan an extraction', null],
  'account.setup': ['set up', 'first owner'],
  'account.join': ['join', 'by Keycloak'],
  'account.accept': ['accept invitation', null],
  'account.invite': ['invite', null],
  'account.uninvite': ['take back invitation', null],
  'account.update': ['change profile', null],
  'account.password': ['change password', null],
  'account.password-link': ['make password link', null],
  'account.password-reset': ['reset password', null],
  'account.link': ['link', 'Keycloak'],
  'account.unlink': ['unlink', 'Keycloak'],
  'account.second-step-seed': ['begin second step', null],
  'account.second-step-on': ['turn on second step', null],
  'account.second-step-off': ['turn off second step', null],
  'account.recovery-codes': ['make recovery codes', null],
  'account.disable': ['disable', 'account'],
  'account.enable': ['enable', 'account'],
  'account.wipe': ['delete everything', null],
  'account.backup': ['back up', 'whole vault'],
  'account.forget-audit': ['forget old events', null],
  'account.audit-forged': ['notice a forged log', null],
  'account.read-audit': ['read audit log', null],
  'account.verify-audit': ['verify chain', null],
  'account.encryption': ['see encryption', null],
  'account.instance': ['see sign-in settings', null],
  'account.rotate-kek': ['replace encryption key', null],
  'account.retire-kek': ['retire encryption key', null],
  'account.rotate-deks': ['replace data keys', null],
};

/** What gives out secrets, when it goes well. */
const REVEALS = new Set([
  'entry.reveal',
  'env-file.reveal',
  'two-factor.reveal',
  'two-factor.recovery-code',
  'export.read',
  'ai.extract',
]);

const REASONS: Readonly<Record<string, string>> = {
  AUTH_SCOPE_REQUIRED: 'scope missing',
  AUTH_SESSION_REQUIRED: 'for people only, no key',
  AUTH_ADMIN_REQUIRED: 'for the admin only',
  AUTH_FRESH_SIGN_IN_REQUIRED: 'sign-in too long ago',
  AUTH_INVALID_CREDENTIALS: 'wrong password',
  RATE_LIMITED: 'too many tries',
  ACCOUNT_DISABLED: 'account disabled',
  INTEGRITY_FAILURE: 'stored secret does not open',
  KEYCLOAK_SIGN_OUT: 'signed out at Keycloak',
};

/** What an event counts, by its action, else by its noun. */
const COUNTED: Readonly<Record<string, readonly [one: string, more: string]>> = {
  category: ['category', 'categories'],
  entry: ['entry', 'entries'],
  ai: ['entry', 'entries'],
  export: ['value', 'values'],
  session: ['session', 'sessions'],
  'two-factor': ['token', 'tokens'],
  'account.password': ['session ended', 'sessions ended'],
  'account.wipe': ['row', 'rows'],
  'account.rotate-kek': ['data key', 'data keys'],
  'account.rotate-deks': ['secret', 'secrets'],
};

/** In the filter a few read better without their kind. */
const NAMES: Readonly<Record<string, string>> = {
  'two-factor.recovery-code': 'take recovery code',
  'ai.extract': 'extract by a description',
  'entry.import': 'import entries',
};

/** An event in plain words. What is not known is shown as it is stored, readably. */
export function sentenceOf({ action, outcome, details }: Pick<AuditEvent, 'action' | 'outcome' | 'details'>): Sentence {
  const { verb, kind } = wordsOf(action);
  const tone = outcome !== 'ok' ? 'bad' : REVEALS.has(action) ? 'reveal' : 'plain';
  return { tone, verb, kind, many: manyOf(action, details?.count ?? null), reason: reasonOf(details?.reason ?? null) };
}

/** An action alone, as a filter names it: "reveal entry". */
export function actionName(action: string): string {
  const { verb, kind } = wordsOf(action);
  return NAMES[action] ?? withKind(verb, kind);
}

function withKind(verb: string, kind: string): string {
  return kind === '' ? verb : `${verb} ${kind}`;
}

/** A kind of object in words: "env-file" is "env file". */
export function kindName(kind: string): string {
  return kind in KINDS ? KINDS[kind as Noun] : kind.replaceAll('-', ' ');
}

function wordsOf(action: string): { verb: string; kind: string } {
  const own = WORDS[action];
  if (own !== undefined) return { verb: own[0], kind: own[1] ?? '' };
  const [noun = '', verb = ''] = action.split('.');
  return { verb: verb.replaceAll('-', ' '), kind: kindName(noun) };
}

function manyOf(action: string, many: number | null): string | null {
  if (many === null || (many === 0 && action === 'account.password')) return null;
  const [noun = ''] = action.split('.');
  const [one, more] = COUNTED[action] ?? COUNTED[noun] ?? ['event', 'events'];
  return count(many, one, more);
}

/** Reasons are codes; what is none (the seal of a shortened chain) is no reading matter. */
function reasonOf(reason: string | null): string | null {
  if (reason === null) return null;
  const known = REASONS[reason];
  if (known !== undefined) return known;
  return /^[A-Z][A-Z_]+$/.test(reason) ? reason.toLowerCase().replaceAll('_', ' ') : null;
}
