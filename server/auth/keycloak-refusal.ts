/** Why a sign-in by Keycloak, or a link to an account of it, was refused: the page's status, what happened, and what to do now. */
export const REFUSALS = {
  REQUEST_INVALID: [400, 'This address is not complete.', 'Start again from the sign-in page.'],
  FLOW_UNKNOWN: [
    400,
    'This sign-in is over: it took too long, was used already, or was begun in another browser.',
    'Start again from the sign-in page, and finish in the same browser.',
  ],
  ISSUER_WRONG: [
    400,
    'The answer came from another sign-in service than the one that was asked.',
    'Start again from the sign-in page. If it happens again, tell the admin.',
  ],
  SIGN_IN_CANCELLED: [401, 'Keycloak did not sign you in.', 'Start again from the sign-in page.'],
  CODE_REFUSED: [
    401,
    'Keycloak does not know this sign-in any more.',
    'Start again from the sign-in page. Do not reload the page that Keycloak sends you to.',
  ],
  CLIENT_REFUSED: [
    503,
    'Keycloak refuses this vault, not you.',
    'The admin finds the reason in the log: most often KEYCLOAK_CLIENT_ID, KEYCLOAK_CLIENT_SECRET or the redirect address does not fit.',
  ],
  TOKEN_INVALID: [
    401,
    'What Keycloak sent does not prove who you are.',
    'Start again from the sign-in page. If it happens again, tell the admin.',
  ],
  EMAIL_MISSING: [
    403,
    'Your Keycloak account has no e-mail address.',
    'Add one in Keycloak (or have its admin add it), then sign in again.',
  ],
  EMAIL_NOT_VERIFIED: [
    403,
    'Keycloak has not verified your e-mail address.',
    'Verify it in Keycloak (or have its admin mark it as verified), then sign in again.',
  ],
  EMAIL_NOT_ALLOWED: [
    403,
    'Your e-mail address is not of a domain that may use this vault.',
    'Ask the admin of this vault: KEYCLOAK_ALLOWED_EMAIL_DOMAINS decides.',
  ],
  GROUP_NOT_ALLOWED: [
    403,
    'You are in none of the Keycloak groups that may use this vault.',
    'Ask the admin of this vault: KEYCLOAK_ALLOWED_GROUPS decides, and the client needs a mapper that puts "groups" into the ID token.',
  ],
  SETUP_REQUIRED: [
    403,
    'This vault has no admin yet.',
    'The admin comes first: by the setup link that the server prints, by ADMIN_EMAIL, or as KEYCLOAK_ADMIN_EMAIL. Then sign in again.',
  ],
  ACCOUNT_DISABLED: [403, 'Your account in this vault is disabled.', 'Ask the admin of this vault.'],
  OTHER_ACCOUNT: [
    403,
    'You signed in at Keycloak as somebody else.',
    'Sign in as the one whose vault is open, or sign out of the vault first.',
  ],
  IDENTITY_TAKEN: [
    409,
    'That Keycloak account has a vault of its own here.',
    'Link another Keycloak account, or go on with that one: sign out, then sign in with Keycloak.',
  ],
  ALREADY_LINKED: [
    409,
    'Another Keycloak account is linked to yours.',
    'Unlink it first, in Settings under Profile, then link this one.',
  ],
  SESSION_OVER: [401, 'The session that asked for this sign-in is over.', 'Start again from the sign-in page.'],
  NOT_FRESH: [
    403,
    'Keycloak did not ask for your password again.',
    'Try again. If it happens again, tell the admin: the client needs the scope "basic", whose mapper puts "auth_time" into the ID token.',
  ],
} as const satisfies Record<string, readonly [status: number, sentence: string, advice: string]>;

export type RefusalReason = keyof typeof REFUSALS;

/** Somebody was not signed in by Keycloak. He is told the sentence; the message is for the log. */
export class SignInRefusal extends Error {
  override name = 'SignInRefusal';
  readonly reason: RefusalReason;
  /** What precisely was wrong, for the log and the audit; never a token or a claim's value. */
  readonly detail: string | null;
  /** Whose account it would have been, where that is known: the event stands in his chain. */
  readonly userId: string | null;

  constructor(reason: RefusalReason, rest: { detail?: string; userId?: string } = {}) {
    super(rest.detail === undefined ? reason : `${reason}: ${rest.detail}`);
    this.reason = reason;
    this.detail = rest.detail ?? null;
    this.userId = rest.userId ?? null;
  }

  /** As other errors name themselves in the log. */
  get code(): RefusalReason {
    return this.reason;
  }
}

/** An error code that the provider sent, as the detail of a refusal: only what has the form of one. */
export function detailOf(providerCode: string): { detail?: string } {
  return /^[a-z_]{1,40}$/.test(providerCode) ? { detail: providerCode } : {};
}
