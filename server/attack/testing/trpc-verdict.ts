import { spellingsIn } from '#server/testing/spellings.ts';
import { type Scope, scopeNames } from '#shared/scopes.ts';
import type { Contract } from './contract.ts';
import { ACCESS_KEY, INNARDS } from './innards.ts';
import type { Owner } from './owners.ts';
import type { Answer, Sent } from './sender.ts';
import type { Call, Procedure } from './trpc.ts';

export type CallCase = { call: Call; asker: Owner; other: Owner; sent: Sent; answer: Answer };

/** What is wrong with an answer of tRPC's wire, whatever was called. */
export function callComplaints(contract: Contract, one: CallCase): string[] {
  const { answer, sent } = one;
  if (answer.status === 0) return (sent.body?.length ?? 0) > 4 * 1024 * 1024 ? [] : ['the server hung up'];
  const items = itemsOf(answer);
  return [
    ...(answer.status >= 500 ? [`status ${answer.status}`] : []),
    ...(sent.method === 'HEAD' || items !== null ? [] : ['an answer that is no JSON']),
    ...(items ?? []).flatMap((item, index) => itemComplaints(contract, one, item, index)),
    ...leaks(one, items),
  ];
}

type Item = { result?: unknown; error?: { data?: { httpStatus?: number; kagi?: unknown } } | string };

function itemsOf({ body, headers }: Answer): Item[] | null {
  const text = body.toString();
  if (String(headers['content-type']).startsWith('text/event-stream')) return [];
  // A batch in a stream has a line for each thing that came.
  if (String(headers['transfer-encoding']) === 'chunked' && text.includes('\n')) return [];
  try {
    return [JSON.parse(text)].flat();
  } catch {
    return null;
  }
}

function itemComplaints(contract: Contract, { call, answer }: CallCase, item: Item, index: number): string[] {
  const procedure = call.procedures[index] ?? null;
  if ('result' in item) return may(call, procedure) ? [] : [`served ${procedure?.name}`];
  const failure = typeof item.error === 'object' ? item.error.data?.kagi : item;
  const wrong = contract.error(JSON.stringify(failure));
  const status = typeof item.error === 'object' ? (item.error.data?.httpStatus ?? 0) : answer.status;
  return [
    ...(wrong === null ? [] : [`no failure: ${wrong}`]),
    ...(status >= 500 ? [`an item with status ${status}`] : []),
  ];
}

const isScope = (name: string): name is Scope => scopeNames.some((scope) => scope === name);

function may({ who, procedures }: Call, procedure: Procedure | null): boolean {
  // What stands after a comma that was in the name is not told apart here.
  if (procedure === null) return procedures.length > 1 && who.kind !== 'nobody';
  const { access, type } = procedure;
  if (access.kind === 'open') return true;
  if (who.kind === 'nobody') return false;
  // The attacker is no admin.
  if (access.kind === 'session' && access.admin) return false;
  if (who.kind === 'session') return type !== 'mutation' || who.from === 'here';
  return access.kind === 'scoped' && (isScope(who.name) ? who.name === access.scope : true);
}

function leaks({ call, asker, other, answer }: CallCase, items: readonly Item[] | null): string[] {
  const mayHold = call.procedures.some((procedure) => procedure?.isSecret === true && may(call, procedure));
  const text = answer.body.toString();
  const makesKey = call.procedures.some((procedure) => procedure?.name === 'accessKeys.create');
  return [
    ...spellingsIn([other.mark], answer.body).map(() => "another's secret"),
    ...(mayHold ? [] : spellingsIn([asker.mark], answer.body).map(() => 'a secret where none belongs')),
    ...(ACCESS_KEY.test(text) && !makesKey ? ['an access key'] : []),
    ...(items?.every((item) => !('result' in item)) && INNARDS.test(text) ? ['how it is made inside'] : []),
  ];
}
