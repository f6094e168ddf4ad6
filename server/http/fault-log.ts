import type { FastifyRequest } from 'fastify';
import type { WireError } from '#server/api/wire-error.ts';

/**
 * Logs what went wrong in the server. The message of an error from the database may hold a query's
 * parameters, and a parser's quotes what it could not read: then names, codes and places alone are kept.
 */
export function logFault(request: FastifyRequest, { status, body }: WireError, error: unknown): void {
  const chain = chainOf(error);
  const mayTell = !chain.some(mayQuoteData);
  const errors = chain.map((one) => ({ ...(mayTell ? { message: one.message } : {}), ...bareOf(one) }));
  const line = { requestId: request.id, code: body.code, errors };
  if (status === 503) request.log.warn(line, 'unavailable');
  else request.log.error(line, 'fault');
}

const MAX_CAUSES = 5;

/** An error and what caused it, the outermost first. */
function chainOf(error: unknown): Error[] {
  const chain: Error[] = [];
  for (let at = error; at instanceof Error && chain.length < MAX_CAUSES; at = at.cause) chain.push(at);
  return chain;
}

function bareOf(error: Error) {
  return { name: error.name, code: codeOf(error), frames: error.stack?.split('\n').filter(isFrame) ?? [] };
}

function codeOf(error: Error): string | null {
  return 'code' in error ? String(error.code) : null;
}

function isFrame(line: string): boolean {
  return line.trimStart().startsWith('at ');
}

/** PostgreSQL's errors have a SQLSTATE, the ORM's are called exceptions, JSON.parse throws syntax errors. */
function mayQuoteData(error: Error): boolean {
  return SQLSTATE.test(codeOf(error) ?? '') || error.name.endsWith('Exception') || error instanceof SyntaxError;
}

const SQLSTATE = /^[0-9A-Z]{5}$/;
