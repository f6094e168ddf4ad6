import type { AnyTRPCProcedure, AnyTRPCRouter } from '@trpc/server';
import fc from 'fast-check';
import type { Access, Meta } from '#server/api/meta.ts';
import { anyBody, anyContentType, anyHeaders, anyMethod, anyText, anyValue, encoded } from './hostile.ts';
import type { Told, Who } from './told.ts';
import { idOf } from './valid.ts';

/** A procedure as the attacker sees it; `example` is an input that is right, but for the rows it names. */
export type Procedure = { name: string; type: string; access: Access; isSecret: boolean; example: unknown };

/** A request to tRPC's wire. */
export type Call = Told & { procedures: readonly (Procedure | null)[] };

export function proceduresOf(router: AnyTRPCRouter): Procedure[] {
  const procedures: Record<string, AnyTRPCProcedure> = router._def.procedures;
  return Object.entries(procedures).map(([name, { _def }]) => {
    // Only server/api/trpc.ts makes procedures, so their meta is ours.
    const { access = { kind: 'open' }, rest = {} } = (_def.meta ?? {}) as Meta;
    const example = withOwnIds(name, rest.example?.request ?? {});
    return { name, type: _def.type, access, isSecret: rest.secret === true, example };
  });
}

const KINDS: Record<string, string> = {
  ...{ categories: 'category', entries: 'entry', envs: 'env', envFiles: 'filesProject', twoFactor: 'token' },
  ...{ accessKeys: 'accessKey' },
};

function withOwnIds(name: string, example: unknown): unknown {
  if (typeof example !== 'object' || example === null) return example;
  const kind = KINDS[name.split('.')[0] ?? ''] ?? 'entry';
  const given: Record<string, unknown> = { ...example };
  if ('id' in given) given.id = idOf('own', kind, 0);
  if ('fileId' in given) given.fileId = idOf('own', 'file', 0);
  if ('categoryId' in given) given.categoryId = idOf('own', 'simpleCategory', 0);
  return given;
}

const NO_PROCEDURES = [
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', '_def', 'createCaller', 'entries', 'entries.', '.list'],
  ...[
    'entries.list.',
    'entries.__proto__',
    'entries._def',
    'entries._def.procedures',
    'Entries.List',
    'entries%2Flist',
  ],
  ...['%00', '%ff', 'a', 'x'.repeat(4_000), '..', 'entries..list', 'entries.list%20', 'entries.list;'],
];

/** All that is asked of the wire: calls, batches, and each way of spoiling one. */
export function callsOf(procedures: readonly Procedure[]): fc.Arbitrary<Call> {
  const some = fc.constantFrom(...procedures);
  const nameless = fc.constantFrom(...NO_PROCEDURES);
  const one = fc.tuple(some, anyWho).map(([procedure, who]) => callOf([procedure], who, [procedure.example]));
  const wide = fc.constantFrom(2, 3, 10, 11, 60, 1_500);
  const batch = fc.tuple(fc.array(some, { minLength: 1, maxLength: 10 }), anyWho, wide);
  const batched = batch.map(([list, who, size]) => {
    const called = Array.from({ length: size }, (_, index) => list[index % list.length] ?? null);
    return batchOf(
      called,
      who,
      JSON.stringify(Object.fromEntries(called.map((each, index) => [index, each?.example]))),
    );
  });
  return fc.oneof(
    { weight: 6, arbitrary: one },
    {
      weight: 6,
      arbitrary: fc
        .tuple(some, anyWho, anyValue)
        .map(([each, who, value]) => callOf([each], who, [spoilt(each, value)])),
    },
    { weight: 4, arbitrary: batched },
    { weight: 2, arbitrary: fc.tuple(batched, anyBody).map(([call, body]) => ({ ...call, body, method: 'POST' })) },
    { weight: 2, arbitrary: fc.tuple(one, anyBody).map(([call, body]) => ({ ...call, body, method: 'POST' })) },
    { weight: 2, arbitrary: fc.tuple(one, anyContentType).map(([call, type]) => typed(call, type)) },
    { weight: 2, arbitrary: fc.tuple(one, anyQuery).map(([call, query]) => ({ ...call, query })) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(one, fc.oneof(anyHeaders, itsHeaders))
        .map(([call, more]) => ({ ...call, headers: { ...call.headers, ...more } })),
    },
    { weight: 2, arbitrary: fc.tuple(one, anyMethod).map(([call, method]) => ({ ...call, method })) },
    { weight: 2, arbitrary: fc.tuple(one, nameless).map(([call, path]) => ({ ...call, path, procedures: [null] })) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(one, nameless)
        .map(([call, path]) => ({ ...call, path: `${call.path},${path}`, procedures: [...call.procedures, null] })),
    },
  );
}

const anyWho: fc.Arbitrary<Who> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Who>({ kind: 'session', from: 'here' }) },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom('all', 'narrow', 'stats:read', 'entries:read', 'export:read')
      .map((name) => ({ kind: 'key' as const, name })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Who>({ kind: 'session', from: 'elsewhere' }, { kind: 'session', from: 'unsaid' }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Who>(
      { kind: 'nobody', authorization: null },
      { kind: 'nobody', authorization: 'Bearer x' },
    ),
  },
);

const itsHeaders = fc.constantFrom<Record<string, string>>(
  ...[
    { 'trpc-accept': 'application/jsonl' },
    { 'trpc-accept': 'x' },
    { 'x-trpc-source': 'evil' },
    { accept: 'text/event-stream' },
  ],
  ...[{ 'content-encoding': 'gzip' }, { 'last-event-id': '__proto__' }, { 'x-http-method-override': 'POST' }],
);

const anyQuery = fc.oneof(
  fc.constantFrom(
    ...[
      'batch=0',
      'batch=1',
      'batch=1&batch=1',
      'batch',
      'batch=true',
      'batch=1&input',
      'batch=1&input=',
      'batch=1&input=1',
    ],
    ...[
      'batch=1&input=[]',
      'batch=1&input=null',
      'batch=1&input=%7B%7D',
      'batch=1&input=%7B%22__proto__%22%3A1%7D',
      'input=%zz',
    ],
    ...[
      'batch=1&input=%7B%22-1%22%3A%7B%7D%7D',
      'input=%7B%22json%22%3A1%7D',
      'input=%ff',
      'input[]=1',
      'connectionParams=x',
    ],
    ...[
      'connectionParams=%7B%22a%22%3A%22b%22%7D',
      'input={"a":1',
      '__proto__=1',
      `input=${'['.repeat(2_000)}`,
      'lastEventId=1',
    ],
  ),
  anyText.map((text) => `input=${encoded(text)}`),
  anyValue.map((value) => `batch=1&input=${encoded(JSON.stringify(value))}`),
);

function spoilt({ example }: Procedure, value: unknown): unknown {
  if (typeof example !== 'object' || example === null) return value;
  const names = Object.keys(example);
  const name = names[JSON.stringify(value).length % Math.max(1, names.length)];
  return name === undefined ? value : { ...example, [name]: value };
}

function callOf(procedures: readonly Procedure[], who: Who, inputs: readonly unknown[]): Call {
  const [procedure] = procedures;
  const input = JSON.stringify(inputs[0] ?? {});
  const isChange = procedure?.type === 'mutation';
  return {
    ...{ procedures, path: procedure?.name ?? '', method: isChange ? 'POST' : 'GET' },
    who: procedure?.type === 'subscription' ? { kind: 'nobody', authorization: null } : who,
    query: isChange ? '' : `input=${encoded(input)}`,
    headers: isChange ? { 'content-type': 'application/json' } : {},
    body: isChange ? input : null,
  };
}

function batchOf(procedures: readonly (Procedure | null)[], who: Who, body: string): Call {
  const path = procedures.map((procedure) => procedure?.name).join(',');
  const headers = { 'content-type': 'application/json' };
  return { procedures, who, method: 'POST', path, query: 'batch=1', headers, body };
}

const typed = (call: Call, type: string): Call => ({
  ...call,
  method: 'POST',
  body: call.body ?? '{}',
  headers: type === '' ? {} : { 'content-type': type },
});
