import { expect, type Page } from '@playwright/test';

const QUIET_MS = 300;
const WITHIN_MS = 30_000;

/** Waits until the fonts are there and nothing more arrives: the stream of live changes stays open, and does not count. */
export async function settle(page: Page): Promise<void> {
  await expect(page.getByRole('status', { name: /^Loading/ })).toHaveCount(0, { timeout: WITHIN_MS });
  await page.evaluate(async (quietMs) => {
    await document.fonts.ready;
    await new Promise<void>((resolve) => {
      let timer = setTimeout(resolve, quietMs);
      new PerformanceObserver(() => {
        clearTimeout(timer);
        timer = setTimeout(resolve, quietMs);
      }).observe({ type: 'resource' });
    });
  }, QUIET_MS);
}
