/** A kind of key as a vault has it; `spread`: in how many of nine places it is. */
export type Kind = {
  name: string;
  icon: string | null;
  variables: readonly string[];
  spread: number;
  keyType?: 'simple' | 'group' | 'ssh' | 'json';
  prefix?: string;
  description?: string;
};

export const PROJECTS = ['atlas-web', 'ledger-api', 'nightly-reports', 'storefront-checkout-next'] as const;

export const KINDS: readonly Kind[] = [
  { name: 'Stripe', icon: 'stripe', variables: ['STRIPE_SECRET_KEY'], spread: 6, prefix: 'sk_test_' },
  { name: 'PostgreSQL', icon: 'postgresql', variables: ['DATABASE_URL'], spread: 7, prefix: 'postgres://app:' },
  { name: 'OpenAI', icon: 'openai', variables: ['OPENAI_API_KEY'], spread: 4, prefix: 'sk-' },
  { name: 'GitHub', icon: 'github', variables: ['GITHUB_TOKEN'], spread: 4, prefix: 'ghp_' },
  {
    name: 'Cloudflare R2',
    icon: 'cloudflare',
    variables: ['R2_ACCOUNT_ID', 'R2_ACCESS_KEY_ID', 'R2_SECRET_ACCESS_KEY', 'R2_BUCKET'],
    spread: 3,
    keyType: 'group',
    description: 'Buckets for uploads. One token for each project, made in the dashboard under R2, API tokens.',
  },
  { name: 'Redis', icon: 'redis', variables: ['REDIS_URL'], spread: 5, prefix: 'redis://:' },
  { name: 'Resend', icon: 'resend', variables: ['RESEND_API_KEY'], spread: 4, prefix: 're_' },
  { name: 'Sentry', icon: 'sentry', variables: ['SENTRY_DSN'], spread: 5, prefix: 'https://' },
  { name: 'Anthropic', icon: 'anthropic', variables: ['ANTHROPIC_API_KEY'], spread: 3, prefix: 'sk-ant-' },
  { name: 'AWS', icon: null, variables: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'], spread: 3, keyType: 'group' },
  { name: 'Deploy key', icon: 'openssh', variables: [], spread: 2, keyType: 'ssh' },
  { name: 'Google Cloud', icon: 'googlecloud', variables: [], spread: 2, keyType: 'json' },
  { name: 'Supabase', icon: 'supabase', variables: ['SUPABASE_SERVICE_ROLE_KEY'], spread: 3, prefix: 'sbp_' },
  { name: 'Session secret', icon: null, variables: ['SESSION_SECRET'], spread: 7 },
  { name: 'Algolia', icon: 'algolia', variables: ['ALGOLIA_ADMIN_KEY'], spread: 2 },
  { name: 'Twilio', icon: 'twilio', variables: ['TWILIO_AUTH_TOKEN'], spread: 2 },
  { name: 'Mapbox', icon: 'mapbox', variables: ['MAPBOX_TOKEN'], spread: 2, prefix: 'pk.' },
  { name: 'npm', icon: 'npm', variables: ['NPM_TOKEN'], spread: 3, prefix: 'npm_' },
  { name: 'Docker Hub', icon: 'docker', variables: ['DOCKERHUB_TOKEN'], spread: 3, prefix: 'dckr_pat_' },
  { name: 'Datadog', icon: 'datadog', variables: ['DD_API_KEY'], spread: 3 },
  { name: 'Slack', icon: 'slack', variables: ['SLACK_WEBHOOK_URL'], spread: 3, prefix: 'https://hooks/' },
  { name: 'Discord', icon: 'discord', variables: ['DISCORD_BOT_TOKEN'], spread: 1 },
  { name: 'Vercel', icon: 'vercel', variables: ['VERCEL_TOKEN'], spread: 2 },
  { name: 'Netlify', icon: 'netlify', variables: ['NETLIFY_AUTH_TOKEN'], spread: 1 },
  { name: 'Hetzner', icon: 'hetzner', variables: ['HCLOUD_TOKEN'], spread: 2 },
  { name: 'PayPal', icon: 'paypal', variables: ['PAYPAL_CLIENT_ID', 'PAYPAL_SECRET'], spread: 2, keyType: 'group' },
  { name: 'MongoDB', icon: 'mongodb', variables: ['MONGODB_URI'], spread: 2, prefix: 'mongodb+srv://' },
  { name: 'Elasticsearch', icon: 'elasticsearch', variables: ['ELASTIC_API_KEY'], spread: 2 },
  { name: 'Mailgun', icon: 'mailgun', variables: ['MAILGUN_API_KEY'], spread: 1, prefix: 'key-' },
  { name: 'Plausible', icon: 'plausibleanalytics', variables: ['PLAUSIBLE_API_KEY'], spread: 1 },
];

const CODES = (many: number) => Array.from({ length: many }, (_, at) => `f4k3-${String(at + 1).padStart(4, '0')}`);

export const TOKENS = [
  { service: 'GitHub', accountName: 'grace@example.com', secret: 'JBSWY3DPEHPK3PXP', recoveryCodes: CODES(10) },
  { service: 'AWS', accountName: 'root of 0123-4567', secret: 'KRSXG5CTMVRXEZLU', recoveryCodes: CODES(3) },
  { service: 'Cloudflare', accountName: 'ops@example.com', secret: 'MFRGGZDFMZTWQ2LK' },
  { service: 'npm', accountName: 'grace', secret: 'NBSWY3DPO5XXE3DE', recoveryCodes: CODES(5) },
  { service: 'Registrar', accountName: null, recoveryCodes: CODES(8) },
] as const;

/** What programs hold; the days are those until they end. */
export const ACCESS_KEYS = [
  { name: 'ci-deploy', days: 74, scopes: ['entries:read', 'entries:reveal', 'envs:read', 'envs:reveal'] },
  { name: 'backup-nightly', days: 9, scopes: ['export:read'] },
  { name: 'grafana', days: null, scopes: ['categories:read', 'entries:read', 'stats:read'] },
] as const;
