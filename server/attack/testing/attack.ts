import type { Ask } from './asks.ts';
import type { Contract } from './contract.ts';
import { MARK } from './meant.ts';
import type { Ids, Owner } from './owners.ts';
import { type Answer, eachOf, patiently, type Sent } from './sender.ts';
import type { Target } from './target.ts';
import type { Told } from './told.ts';
import { ID_STAND_IN, NOBODYS } from './valid.ts';
import { type Case, complaintsOf } from './verdict.ts';

const AT_ONCE = 16;

/** What came of many requests. */
export type Report = { wrong: string[]; statuses: Map<number, number>; served: Set<string>; foreignRefused: number };

/** Sends all of these and judges each answer. Rows that they make and delete are those that later ones name. */
export async function attack(on: Target, contract: Contract, asks: readonly Ask[]): Promise<Report> {
  const report: Report = { wrong: [], statuses: new Map(), served: new Set(), foreignRefused: 0 };
  await eachOf(asks, AT_ONCE, async (ask) => {
    const [asker, other] = isHarmless(ask) && ask.isVictims ? [on.ada, on.bob] : [on.bob, on.ada];
    const sent = sentOf(ask, asker, other.ids);
    const answer = await patiently(on.sender, sent);
    const one = { ask, asker, other, isAdmin: asker === on.ada, sent, answer };
    report.wrong.push(...complaintsOf(contract, one).map((complaint) => described(complaint, one)));
    count(report, one);
    if (asker === on.bob) keepPace(asker.ids, ask, sent, answer);
  });
  return report;
}

/** What Ada may ask without changing what she has. */
function isHarmless({ method, operation, spoilt }: Ask): boolean {
  if (spoilt === 'path' || spoilt === 'method' || spoilt === 'id') return false;
  return method === 'GET' || /(\/reveal|\/extract|\/verify)$/.test(operation.path);
}

/** A request as its asker sends it, with the rows that there are. */
export function sentOf({ method, path, query, headers, body, who }: Told, asker: Owner, foreign: Ids): Sent {
  const fill = (text: string) =>
    text
      .replaceAll(MARK, asker.mark)
      .replace(ID_STAND_IN, (_, whose, kind, index) =>
        pick((whose === 'own' ? asker.ids : foreign)[kind], Number(index)),
      );
  const target = fill(query === '' ? path : `${path}?${query}`);
  const bytes = body === null ? null : bytesOf(fill(body));
  const length: Record<string, string> = bytes === null ? {} : { 'content-length': String(bytes.length) };
  return { method, target, headers: { ...headers, ...length, ...credentials(who, asker) }, body: bytes };
}

const pick = (ids: readonly string[] | undefined, index: number) => ids?.[index % ids.length] ?? NOBODYS;

/** Text that is all of one byte a character is meant as bytes, so that what is no UTF-8 can be said. */
function bytesOf(text: string): Buffer {
  const isBytes = /[\x80-\xff]/.test(text) && !/[^\0-\xff]/.test(text);
  return Buffer.from(text, isBytes ? 'latin1' : 'utf8');
}

function credentials(who: Told['who'], { keys, cookie }: Owner): Record<string, string> {
  if (who.kind === 'key') return { authorization: `Bearer ${keys[who.name]}` };
  if (who.kind === 'nobody') return who.authorization === null ? {} : { authorization: who.authorization, cookie };
  if (who.from === 'here') return { cookie, 'sec-fetch-site': 'same-origin' };
  return who.from === 'unsaid'
    ? { cookie }
    : { cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
}

function count(report: Report, { ask, answer }: Case): void {
  report.statuses.set(answer.status, (report.statuses.get(answer.status) ?? 0) + 1);
  if (answer.status >= 200 && answer.status < 300 && ask.spoilt === null) report.served.add(ask.operation.name);
  if (ask.isForeign && answer.status === 404) report.foreignRefused += 1;
}

const KIND_MADE: Record<string, string> = {
  'POST /categories': 'category',
  'POST /entries': 'entry',
  'POST /entries/{id}/copy': 'entry',
  'POST /envs': 'env',
  'POST /envs/{id}/files': 'file',
  'POST /2fa': 'token',
  'POST /access-keys': 'accessKey',
};

/** Files stay known when they are gone: each stands beside its project, at one index. */
const PAIRED = new Set(['file', 'filesProject']);

function keepPace(ids: Ids, { operation }: Ask, { target }: Sent, { status, body }: Answer): void {
  const kind = KIND_MADE[operation.name];
  if (status === 201 && kind !== undefined) ids[kind]?.push(String(JSON.parse(body.toString()).id));
  if (status === 201 && kind === 'file') ids.filesProject?.push(String(JSON.parse(body.toString()).projectId));
  if (status !== 204) return;
  for (const [of, known] of Object.entries(ids))
    if (!PAIRED.has(of)) ids[of] = known.filter((id) => !target.includes(id));
}

function described(complaint: string, { ask, sent, answer }: Case): string {
  const { authorization: _, cookie: __, ...headers } = sent.headers;
  const parts = [
    complaint,
    ask.spoilt,
    sent.method,
    sent.target,
    ask.who,
    headers,
    sent.body?.toString(),
    answer.status,
  ];
  return [...parts, answer.body.toString()].map((part) => (JSON.stringify(part) ?? '').slice(0, 400)).join(' · ');
}
