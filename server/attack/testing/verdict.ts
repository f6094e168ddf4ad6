import { spellingsOf } from '#server/testing/spellings.ts';
import type { Ask } from './asks.ts';
import type { Contract, Operation } from './contract.ts';
import { ACCESS_KEY, INNARDS } from './innards.ts';
import type { Owner } from './owners.ts';
import type { Answer, Sent } from './sender.ts';

/** All that a judge must know of one exchange. */
export type Case = { ask: Ask; asker: Owner; other: Owner; isAdmin: boolean; sent: Sent; answer: Answer };

const BODY_BYTES = 1024 * 1024;
const URL_BYTES = 4096;

/** What is wrong with an answer, whatever was asked. */
export function complaintsOf(contract: Contract, one: Case): string[] {
  const { answer, sent } = one;
  if (answer.status === 0) return isHuge(sent) ? [] : ['the server hung up'];
  return [
    ...(answer.status >= 500 ? [`status ${answer.status}`] : []),
    ...undressed(sent, answer),
    ...unlisted(contract, one),
    ...trespass(one),
    ...leaks(one),
  ];
}

/** The document itself may be kept, however its address is spelt; what is outside of the API, too. */
const isPublic = ({ target }: Sent) => !target.startsWith('/api/') || /^\/api\/open/.test(target);

const isHuge = ({ body }: Sent) => body !== null && body.length > BODY_BYTES;

/** Whether the request still means its operation: other paths and methods may mean others. */
const isStraight = ({ spoilt }: Ask) => spoilt !== 'path' && spoilt !== 'method' && spoilt !== 'id';

function undressed(sent: Sent, { headers }: Answer): string[] {
  const wanted = isPublic(sent) ? null : 'no-store';
  return [
    ...(/^[0-9a-f-]{36}$/.test(String(headers['x-request-id'])) ? [] : ['no request id']),
    ...(headers['x-content-type-options'] === 'nosniff' ? [] : ['no nosniff']),
    ...(String(headers['content-security-policy']).includes("default-src 'none'") ? [] : ['no policy']),
    ...(wanted === null || headers['cache-control'] === wanted ? [] : [`cache-control ${headers['cache-control']}`]),
  ];
}

/** Statuses, types and bodies that the document does not tell of. */
function unlisted(contract: Contract, { ask, sent, answer }: Case): string[] {
  const { status } = answer;
  const type = String(answer.headers['content-type'] ?? '').split(';')[0] ?? '';
  const text = answer.body.toString();
  if (sent.method === 'HEAD') return text === '' ? [] : ['a body for HEAD'];
  if (isStraight(ask) && ask.operation.statuses.has(status)) {
    const wrong = ask.operation.complaint(status, type, text);
    return wrong === null ? [] : [`not as the document says: ${wrong}`];
  }
  if (isStraight(ask) && !isOfEveryRoute(status, sent)) return [`status ${status} is not in the document`];
  if (status < 400) return status < 300 ? [] : [`leads elsewhere with ${status}`];
  const wrong = type === 'application/json' ? contract.error(text) : `the content type ${type}`;
  return wrong === null ? [] : [`no failure as the document tells them: ${wrong}`];
}

/** What may come of a request before it is known what it asks for. */
function isOfEveryRoute(status: number, sent: Sent): boolean {
  return (status === 413 && isHuge(sent)) || (status === 414 && sent.target.length > URL_BYTES);
}

const ORIGIN_BOUND = new Set(['GET /export']);
const OF_THE_ADMIN = /^\w+ \/invitations/;

/** How somebody who may not is refused; null: he may. */
export function refusalDue({ ask, isAdmin }: Pick<Case, 'ask' | 'isAdmin'>): number | null {
  const { who, operation } = ask;
  if (operation.isOpen) return null;
  if (who.kind === 'nobody') return 401;
  if (who.kind === 'key') return mayKey(who.name, operation) ? null : 403;
  const isChange = operation.method !== 'GET' || ORIGIN_BOUND.has(operation.name);
  if (isChange && who.from !== 'here') return 403;
  return OF_THE_ADMIN.test(operation.name) && !isAdmin ? 403 : null;
}

function mayKey(name: string, { scope }: Operation): boolean {
  return scope !== null && (name === scope || name === 'all' || name === 'narrow');
}

function trespass(one: Case): string[] {
  const { ask, sent, answer } = one;
  const { status } = answer;
  const due = refusalDue(one);
  if (!isStraight(ask)) {
    const isShut = ask.who.kind !== 'nobody' || status >= 300 || isPublic(sent);
    return isShut ? [] : ['let a stranger in'];
  }
  if (due !== null) return status === due || isOfEveryRoute(status, sent) ? [] : [`${status} in place of ${due}`];
  if (status === 401) return ['turned away somebody who may'];
  // 409 and 412 would tell that the row is there.
  return ask.isForeign && status !== 404 && status !== 400 && status !== 403 ? [`${status} on the row of another`] : [];
}

const GIVES_SECRETS = /reveal$|recovery-code$|^GET \/export$|\/extract$/;

function leaks(one: Case): string[] {
  const { ask, asker, other, answer } = one;
  const bytes = Buffer.concat([Buffer.from(JSON.stringify(answer.headers)), answer.body]);
  const holds = (mark: string) => spelt(mark).some((spelling) => bytes.includes(spelling));
  const mayHold = isGood(answer) && refusalDue(one) === null && GIVES_SECRETS.test(ask.operation.name);
  const text = bytes.toString('latin1');
  const isNewKey = ask.operation.name === 'POST /access-keys' && answer.status === 201;
  const isPublic = ask.operation.isOpen || !isStraight(ask);
  return [
    ...(holds(other.mark) ? ["another's secret"] : []),
    ...(holds(asker.mark) && !mayHold && !(isGood(answer) && !isStraight(ask)) ? ['a secret where none belongs'] : []),
    ...(ACCESS_KEY.test(text) && !isNewKey && !isPublic ? ['an access key'] : []),
    ...([asker, other].some(({ cookie }) => text.includes(cookie.split('=')[1] ?? ' ')) ? ['a session'] : []),
    ...(ask.isForeign
      ? []
      : Object.values(other.ids)
          .flat()
          .filter((id) => text.includes(id))
          .map((id) => `another's ${id}`)),
    ...(!isGood(answer) && INNARDS.test(text) ? ['how it is made inside'] : []),
  ];
}

const isGood = ({ status }: Answer) => status >= 200 && status < 300;

const spellings = new Map<string, Buffer[]>();
function spelt(mark: string): Buffer[] {
  const known = spellings.get(mark) ?? spellingsOf(mark);
  spellings.set(mark, known);
  return known;
}
