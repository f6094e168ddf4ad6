import type { SessionCaller } from '#server/auth/caller.ts';
import {
  addSecondStep,
  newSeed,
  periodOf,
  removeSecondStep,
  renewRecoveryCodes,
  seedAddress,
} from '#server/auth/second-step.ts';
import type { User } from '#server/auth/users.ts';
import type { RecoveryCodes, SecondStepInput, SecondStepSeed } from '#shared/account.ts';
import { invalid, VaultError } from '#shared/errors.ts';
import { lockCaller } from './account.ts';
import type { Vault } from './vault.ts';
import { recordWrite, write } from './write.ts';

const NO_PASSWORD = 'Set a password first: Keycloak asks for a second step of its own.';

/** A seed for the caller's authenticator app. Nothing is stored before a code of it comes back. */
export function propose({ config }: Vault, { label }: SessionCaller): SecondStepSeed {
  const secret = newSeed();
  return { secret, uri: seedAddress(secret, { issuer: `Kagi ${config.publicUrl.host}`, label }) };
}

/**
 * Makes the caller's sign-in by password ask for a code, too.
 * @throws {VaultError} VALIDATION_ERROR at `code` if it is not of that secret; SECOND_STEP_ON.
 */
export function turnOn(vault: Vault, caller: SessionCaller, input: SecondStepInput): Promise<RecoveryCodes> {
  return write(vault, caller, async (tx) => {
    const user = await lockCaller(tx, caller);
    if (user.passwordHash === null) throw new VaultError('VALIDATION_ERROR', { message: NO_PASSWORD });
    if (user.secondStepId !== null) throw new VaultError('SECOND_STEP_ON');
    const usedStep = periodOf(input.secret, input.code);
    if (usedStep === null) throw invalid('code', 'Is not the code of now. Look at the clock of the phone.');
    const recoveryCodes = await addSecondStep(tx, user, input.secret, usedStep);
    await recordWrite(tx, caller, 'account.second-step-on', { kind: 'account', id: user.id });
    return { recoveryCodes };
  });
}

/**
 * Gives the caller new recovery codes; those that were left no longer let in.
 * @throws {VaultError} SECOND_STEP_OFF
 */
export function renewCodes(vault: Vault, caller: SessionCaller): Promise<RecoveryCodes> {
  return write(vault, caller, async (tx) => {
    const user = await lockWithStep(tx, caller);
    const recoveryCodes = await renewRecoveryCodes(tx, user);
    await recordWrite(tx, caller, 'account.recovery-codes', { kind: 'account', id: user.id });
    return { recoveryCodes };
  });
}

/**
 * Lets the caller in by his password alone.
 * @throws {VaultError} SECOND_STEP_OFF
 */
export function turnOff(vault: Vault, caller: SessionCaller): Promise<void> {
  return write(vault, caller, async (tx) => {
    const user = await lockWithStep(tx, caller);
    await removeSecondStep(tx, user);
    await recordWrite(tx, caller, 'account.second-step-off', { kind: 'account', id: user.id });
  });
}

async function lockWithStep(tx: Vault, caller: SessionCaller): Promise<User> {
  const user = await lockCaller(tx, caller);
  if (user.secondStepId === null) throw new VaultError('SECOND_STEP_OFF');
  return user;
}
