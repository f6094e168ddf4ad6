import { failureOf } from './failure.ts';

/** Asks whoever sits here to prove that it is he: true once he did, false if he would not. */
export type AskForProof = () => Promise<boolean>;

/**
 * Runs a call; where it asks for a fresh sign-in, gets that and runs it once more.
 * @throws whatever the call throws; without a proof, its demand for one.
 */
export async function freshly<T>(call: () => Promise<T>, ask: AskForProof): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!asksForFreshSignIn(error) || !(await ask())) throw error;
    return call();
  }
}

export function asksForFreshSignIn(error: unknown): boolean {
  return failureOf(error).code === 'AUTH_FRESH_SIGN_IN_REQUIRED';
}

/** Asks one question at a time: whoever asks while it is open waits for the same answer. */
export function createQuestion(opened: (isOpen: boolean) => void): {
  ask: AskForProof;
  answer: (yes: boolean) => void;
} {
  let open: PromiseWithResolvers<boolean> | null = null;
  return {
    ask() {
      if (open === null) {
        open = Promise.withResolvers();
        opened(true);
      }
      return open.promise;
    },
    answer(yes) {
      const asked = open;
      open = null;
      opened(false);
      asked?.resolve(yes);
    },
  };
}
