import type { FastifyReply } from 'fastify';
import type { Reply } from '#server/api/context.ts';
import { etagOf } from '#server/vault/write.ts';
import type { Outcome } from './handler.ts';
import type { RestRequest } from './input.ts';
import { isLongList, longJson } from './long-json.ts';
import type { RestPlan } from './plan.ts';
import { searchOf } from './query.ts';

const JSON_UTF8 = 'application/json; charset=utf-8';
const TEXT_UTF8 = 'text/plain; charset=utf-8';

/** What a call gave, and what it said of its answer besides. */
export type Told = { outcome: Outcome; reply: Reply };

/** Sends the answer to a call that succeeded. */
export async function sendAnswer(plan: RestPlan, request: RestRequest, reply: FastifyReply, told: Told) {
  const { output, json } = told.outcome;
  const status = statusOf(plan, told.reply);
  if (status === 204) return reply.code(status).send();
  reply.code(status).headers(headersOf(plan, request, told));
  if (typeof output === 'string' && !isJson(plan, told.reply)) return reply.send(output);
  return reply.send(json ?? (isLongList(output) ? await longJson(output) : JSON.stringify(output)));
}

function statusOf({ rest }: RestPlan, { created }: Reply): number {
  if (created === null) return rest.status ?? 200;
  return created ? 201 : 200;
}

function headersOf(plan: RestPlan, request: RestRequest, told: Told): Record<string, string> {
  const { reply, outcome } = told;
  const headers: Record<string, string> = { 'content-type': contentTypeOf(plan, told) };
  const updatedAt = reply.updatedAt ?? updatedAtOf(outcome.output);
  if (updatedAt !== null) headers.etag = etagOf(updatedAt);
  const next = plan.pages ? nextPage(request.raw.url ?? '', outcome.output) : null;
  if (next !== null) headers.link = `<${next}>; rel="next"`;
  if (reply.download !== null) headers['content-disposition'] = `attachment; filename="${reply.download.fileName}"`;
  return headers;
}

function contentTypeOf(plan: RestPlan, { reply, outcome }: Told): string {
  const isText = typeof outcome.output === 'string' && !isJson(plan, reply);
  return reply.download?.contentType ?? reply.contentType ?? (isText ? TEXT_UTF8 : JSON_UTF8);
}

/** Whether even a string is sent as JSON: its procedure speaks of no other media type. */
function isJson({ rest }: RestPlan, { download, contentType }: Reply): boolean {
  return rest.contentTypes === undefined && download === null && contentType === null;
}

/** Of a single resource: what its next change can be made to depend on. */
function updatedAtOf(output: unknown): Date | null {
  if (typeof output !== 'object' || output === null || !('updatedAt' in output)) return null;
  return typeof output.updatedAt === 'string' ? new Date(output.updatedAt) : null;
}

/** Where the list goes on; null unless a part of it was asked for and came in full. */
function nextPage(url: string, output: unknown): string | null {
  const query = new URLSearchParams(searchOf(url));
  const limit = Number(query.get('limit') ?? Number.NaN);
  if (!Array.isArray(output) || output.length !== limit) return null;
  const last: unknown = output.at(-1);
  if (typeof last !== 'object' || last === null || !('id' in last)) return null;
  query.set('cursor', String(last.id));
  return `${url.slice(0, url.indexOf('?'))}?${query}`;
}
