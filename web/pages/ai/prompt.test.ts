import { describe, expect, it } from 'vitest';
import { EXAMPLES, whyNotSent, withEnvironment } from './prompt.ts';

describe('withEnvironment', () => {
  it.each([
    ['A blog', 'A blog. For staging.'],
    ['A blog.', 'A blog. For staging.'],
    ['A blog?\n', 'A blog? For staging.'],
    ['', 'For staging.'],
    ['A blog. For production.', 'A blog. For staging.'],
    ['For local.', 'For staging.'],
    ['Stripe webhooks, for production', 'Stripe webhooks. For staging.'],
    ['Thanks. For production use.', 'Thanks. For production use. For staging.'],
  ])('ends %j', (prompt, ended) => {
    expect(withEnvironment(prompt, 'staging')).toBe(ended);
  });
});

it('counts characters as the server does', () => {
  expect(whyNotSent('😀'.repeat(2000))).toBeNull();
  expect(whyNotSent('x'.repeat(2001))).toContain('2001');
  expect(EXAMPLES.map(({ text }) => whyNotSent(text))).toEqual(EXAMPLES.map(() => null));
});
