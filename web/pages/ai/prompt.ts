import type { Environment } from '#shared/entries.ts';

/** The longest description that the server takes, in characters. */
export const MOST_CHARACTERS = 2000;

export const EXAMPLES = [
  {
    short: 'a Next.js blog',
    text: 'A Next.js blog with OpenAI and Postgres, sign-in with Clerk, mail, and a session secret.',
  },
  {
    short: 'a Stripe webhook worker',
    text: 'A worker that takes Stripe webhooks and reports errors to Sentry, for staging.',
  },
  { short: 'deploy to Fly from CI', text: 'Deploy to Fly from CI and publish to npm, for production.' },
  { short: 'a nightly backup', text: 'A nightly backup of Postgres to object storage, with a fresh encryption key.' },
] as const;

/** Names the environment at the very end: two of them would gainsay each other. */
const ENDING = /,?\s*\bfor (?:production|staging|development|local)\.?$/i;

/** Ends a description with the environment to take from; one that stands there gives way. */
export function withEnvironment(prompt: string, environment: Environment): string {
  const before = prompt.trimEnd().replace(ENDING, '').trimEnd();
  if (before === '') return `For ${environment}.`;
  return `${before}${/[.!?,;:]$/.test(before) ? '' : '.'} For ${environment}.`;
}

/** Why a description cannot be sent, or null. */
export function whyNotSent(prompt: string): string | null {
  const many = [...prompt].length;
  if (many <= MOST_CHARACTERS) return null;
  return `These are ${many} characters; at most ${MOST_CHARACTERS} are taken.`;
}
