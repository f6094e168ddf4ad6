import { expect, test } from 'vitest';
import { deviceOf } from './device.ts';

const AS_CHROME = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0';

test.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0', 'Firefox on Linux'],
  [`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${AS_CHROME} Safari/537.36`, 'Chrome on macOS'],
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${AS_CHROME} Safari/537.36 Edg/141.0.0.0`, 'Edge on Windows'],
  [`Mozilla/5.0 (Linux; Android 10; K) ${AS_CHROME} Mobile Safari/537.36`, 'Chrome on Android'],
  [`Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${AS_CHROME} Safari/537.36`, 'Chrome on ChromeOS'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1',
    'Safari on iPhone',
  ],
  ['curl/8.10.1', 'curl'],
])('says of %s that it is %s', (userAgent, words) => {
  expect(deviceOf(userAgent)).toBe(words);
});

test('shows what it does not know as it is', () => {
  expect(deviceOf('kagi-agent 1.2')).toBe('kagi-agent 1.2');
});

test('calls a session without a user agent unknown', () => {
  expect([deviceOf(null), deviceOf('')]).toEqual(['unknown', 'unknown']);
});
