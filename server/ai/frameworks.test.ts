import { expect, test } from 'vitest';
import { publicVariables } from './catalogue.ts';
import { isPublic, prefixFor, renamesFor } from './frameworks.ts';

const known = { publicVariables: publicVariables() };

test.each([
  ['a Next.js blog', 'NEXT_PUBLIC_'],
  ['nextjs', 'NEXT_PUBLIC_'],
  ['Next 15 app router', 'NEXT_PUBLIC_'],
  ['Vite + React', 'VITE_'],
  ['Create React App', 'REACT_APP_'],
  ['an Expo app', 'EXPO_PUBLIC_'],
  ['Nuxt 3 with Vite', 'NUXT_PUBLIC_'],
  ['SvelteKit', 'PUBLIC_'],
  ['an Astro site', 'PUBLIC_'],
  ['Gatsby', 'GATSBY_'],
  ['Vue CLI', 'VUE_APP_'],
])('"%s" demands %s', (prompt, prefix) => {
  expect(prefixFor(prompt)).toBe(prefix);
});

test.each(['the next step', 'a React page', 'without Next.js', 'not Vite', 'invite friends', 'Express API'])(
  '"%s" demands no prefix',
  (prompt) => {
    expect(prefixFor(prompt)).toBeNull();
  },
);

test.each([
  'STRIPE_PUBLISHABLE_KEY',
  'CLERK_PUBLISHABLE_KEY',
  'SUPABASE_URL',
  'SUPABASE_ANON_KEY',
  'SENTRY_DSN',
  'GA_MEASUREMENT_ID',
  'RECAPTCHA_SITE_KEY',
  'MAPBOX_PUBLIC_TOKEN',
  'ALGOLIA_SEARCH_KEY',
  'POSTHOG_KEY',
  'SITE_URL',
  'ACME_SITE_KEY',
])('%s is meant for a browser', (variable) => {
  expect(isPublic(variable, known)).toBe(true);
});

test.each([
  'STRIPE_SECRET_KEY',
  'STRIPE_WEBHOOK_SECRET',
  'SUPABASE_SERVICE_ROLE_KEY',
  'SENTRY_AUTH_TOKEN',
  'ALGOLIA_ADMIN_KEY',
  'POSTHOG_PERSONAL_API_KEY',
  'OPENAI_API_KEY',
  'DATABASE_URL',
  'REDIS_URL',
  'SLACK_WEBHOOK_URL',
  'VAPID_PRIVATE_KEY',
  'MY_SECRET_SITE_KEY',
  'ADMIN_ANON_KEY',
  'constructor',
])('%s is not', (variable) => {
  expect(isPublic(variable, known)).toBe(false);
});

test('renames the public ones of a group and leaves its secrets alone', () => {
  const variables = ['SUPABASE_URL', 'SUPABASE_ANON_KEY', 'SUPABASE_SERVICE_ROLE_KEY'];
  expect(renamesFor(variables, 'NEXT_PUBLIC_', known)).toEqual({
    SUPABASE_URL: 'NEXT_PUBLIC_SUPABASE_URL',
    SUPABASE_ANON_KEY: 'NEXT_PUBLIC_SUPABASE_ANON_KEY',
  });
});

test('renames nothing without a framework, and nothing that bears a prefix already', () => {
  expect(renamesFor(['SENTRY_DSN'], null, known)).toEqual({});
  expect(renamesFor(['VITE_SENTRY_DSN', 'NEXT_PUBLIC_SITE_URL'], 'NEXT_PUBLIC_', known)).toEqual({});
});
