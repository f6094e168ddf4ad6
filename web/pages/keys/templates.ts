import type { KeyType } from '#shared/categories.ts';

/** A category to begin with. */
export type Template = { name: string; icon: string | null; keyType: KeyType; variables: readonly string[] };

const simple = (name: string, icon: string | null, variable: string): Template => ({
  name,
  icon,
  keyType: 'simple',
  variables: [variable],
});
const group = (name: string, icon: string | null, ...variables: string[]): Template => ({
  name,
  icon,
  keyType: 'group',
  variables,
});

export const TEMPLATES: readonly Template[] = [
  simple('OpenAI', null, 'OPENAI_API_KEY'),
  group('Stripe', 'stripe', 'STRIPE_SECRET_KEY', 'STRIPE_PUBLISHABLE_KEY', 'STRIPE_WEBHOOK_SECRET'),
  simple('PostgreSQL', 'postgresql', 'DATABASE_URL'),
  simple('GitHub', 'github', 'GITHUB_TOKEN'),
  group('Cloudflare R2', 'cloudflare', 'R2_ACCOUNT_ID', 'R2_ACCESS_KEY_ID', 'R2_SECRET_ACCESS_KEY', 'R2_BUCKET'),
  group('AWS', null, 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION'),
  simple('Resend', 'resend', 'RESEND_API_KEY'),
  simple('Sentry', 'sentry', 'SENTRY_AUTH_TOKEN'),
  group('Supabase', 'supabase', 'SUPABASE_URL', 'SUPABASE_ANON_KEY', 'SUPABASE_SERVICE_ROLE_KEY'),
  simple('Anthropic', 'anthropic', 'ANTHROPIC_API_KEY'),
  simple('Redis', 'redis', 'REDIS_URL'),
  { name: 'Google Cloud', icon: 'googlecloud', keyType: 'json', variables: [] },
];
