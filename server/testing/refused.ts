import { wireErrorOf } from '#server/api/wire-error.ts';
import type { ErrorBody } from '#shared/errors.ts';

/** What a refused call tells its caller; a call that is answered instead fails the test. */
export async function refused(call: Promise<unknown>): Promise<ErrorBody> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error === null) throw new Error('The call was answered.');
  return wireErrorOf(error, 'test').body;
}
