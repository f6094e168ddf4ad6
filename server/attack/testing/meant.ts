import fc from 'fast-check';
import { KEY_TYPES, secretOf, seedOf } from './secrets.ts';
import { idOf } from './valid.ts';

/** Stands for the mark of whoever asks, so that each secret that is written can be looked for. */
export const MARK = 'MARKOFWHOASKS';

const name = fc.constantFrom('Shop', 'Blog', 'Mail');
const environment = fc.constantFrom('production', 'staging', 'local');
const some = fc.nat({ max: 50 });
const own = (kind: string) => some.map((index) => idOf('own', kind, index));

/** Bodies as a person means them, for operations whose schema alone seldom gives one that goes through. */
const MEANT: Record<string, fc.Arbitrary<unknown>> = {
  'POST /categories': fc.oneof(
    fc.record({ name, keyType: fc.constant('simple'), envVarName: fc.constantFrom('STRIPE_KEY', 'A') }),
    fc.record({ name, keyType: fc.constant('group'), fieldDefinitions: fc.constantFrom(null, ['HOST', 'PORT']) }),
    fc.record({ name, keyType: fc.constantFrom('ssh', 'json'), color: fc.constantFrom(null, '#00ff00') }),
  ),
  'POST /entries': fc.oneof(
    ...KEY_TYPES.map((keyType) =>
      fc.record({
        categoryId: own(`${keyType}Category`),
        name,
        environment,
        value: fc.constant(secretOf(keyType, MARK)),
      }),
    ),
  ),
  'PUT /entries/{id}': fc.oneof(
    fc.record({ name, environment, notes: fc.constantFrom(null, 'line\nline') }),
    fc.record({ value: fc.constant(MARK) }),
    fc.record({ fields: fc.constant({ HOST: MARK, PORT: null }) }),
  ),
  'POST /entries/reveal': fc.record({ name, environment, variable: fc.constantFrom('STRIPE_KEY', 'HOST') }),
  'POST /entries/{id}/copy': fc.record({ name, environment }),
  'POST /entries/import': fc.oneof(
    fc.record({ text: fc.constant(`A=${MARK}\nB="${MARK}\n`), name, mode: fc.constantFrom('preview', 'apply') }),
    fc.record({
      text: fc.constant(`STRIPE_KEY=${MARK}`),
      name,
      mode: fc.constantFrom('preview', 'apply'),
      decisions: own('simpleCategory').map((categoryId) => [{ variable: 'STRIPE_KEY', action: 'create', categoryId }]),
    }),
  ),
  'POST /envs/{id}/files': fc.record({
    fileType: fc.constantFrom('env', 'env.local', 'env.production'),
    content: fc.constantFrom('', `A=${MARK}\n`),
  }),
  'POST /2fa': fc.record(
    { service: name, secret: fc.constant(seedOf(MARK)), recoveryCodes: fc.constant([`${MARK}-1`, `${MARK}-2`]) },
    { requiredKeys: ['service', 'secret'] },
  ),
  'PUT /2fa/{id}': fc.record(
    { service: name, recoveryCodes: fc.constant([`${MARK}-3`]) },
    { requiredKeys: ['service'] },
  ),
  'POST /2fa/reveal': fc.record({ ids: own('token').map((id) => [id]) }),
  'POST /ai/extract': fc.oneof(
    fc.record({
      prompt: fc.constantFrom('payments with Stripe', 'a session secret'),
      mode: fc.constantFrom('plan', 'extract'),
    }),
    fc.record({ choose: own('entry').map((id) => [id]) }),
    fc.record({ generate: fc.constant([{ name: 'SESSION_SECRET', format: 'hex', bytes: 32 }]) }),
  ),
  'POST /access-keys': fc.record({ name, scopes: fc.constantFrom(['stats:read'], ['entries:reveal', 'export:read']) }),
  'POST /account/second-step': fc.record({ secret: fc.constant(seedOf(MARK)), code: fc.constant('000000') }),
};

export function meantFor(operation: string): fc.Arbitrary<unknown> | null {
  return MEANT[operation] ?? null;
}
