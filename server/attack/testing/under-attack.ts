import { afterAll, beforeAll, expect } from 'vitest';
import { type Contract, contractOf } from './contract.ts';
import { type Target, target } from './target.ts';

/** A server for the tests of a file to attack. Their requests are drawn from the seed, which is told so that it can be given. */
export function underAttack(given: string | undefined) {
  const seed = Number(given ?? Math.floor(Math.random() * 2 ** 31));
  let on: Target;
  let contract: Contract;
  let before: unknown;
  beforeAll(async () => {
    on = await target();
    contract = contractOf(await (await fetch(`${on.base}/api/openapi`)).json());
    before = await on.adasVault();
    console.info(`KAGI_TEST_SEED=${seed}`);
  }, 300_000);
  afterAll(() => on?.close());
  return {
    seed,
    target: () => on,
    contract: () => contract,
    /** The server lives, its log holds no secret, the audit log is whole, and the victim has what she had. */
    async expectUnharmed(): Promise<void> {
      expect((await fetch(`${on.base}/readyz`)).status).toBe(200);
      expect(on.running.child.exitCode).toBeNull();
      expect(on.inLog()).toEqual([]);
      expect(await on.adasVault()).toEqual(before);
      const { code, printed } = await on.verifyAudit();
      expect(code, printed).toBe(0);
    },
  };
}
