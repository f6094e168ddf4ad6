import type { FastifyReply, FastifyRequest } from 'fastify';
import { ZodError } from 'zod';
import { REFUSALS, type RefusalReason, SignInRefusal } from '#server/auth/keycloak-refusal.ts';
import { logFault } from './fault-log.ts';
import { faultHeaders, faultOf } from './faults.ts';

/** What a person is told whose way to Keycloak did not end as he wished. */
type Told = { status: number; heading: string; sentence: string; advice: string };

const NOT_SIGNED_IN = 'Not signed in';
/** These come of linking alone, and leave everybody signed in. */
const NOT_LINKED: ReadonlySet<string> = new Set<RefusalReason>(['IDENTITY_TAKEN', 'ALREADY_LINKED']);

const ADVICE: Readonly<Record<number, string>> = {
  401: 'Sign in first.',
  403: 'Sign in as the person whose vault this is.',
  429: 'Wait a quarter of an hour at most, then start again.',
  503: 'Wait a moment, then start again. Whoever is signed in stays signed in.',
};
const ADVICE_ELSE = 'Start again. If it happens again, tell the admin the number below: the log has it.';

/** Answers a browser that came by a link or from Keycloak: a page, where a program would get JSON. */
export function sendRefusal(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
  const fault = faultOf(error, request.id);
  const told = toldOf(error) ?? {
    status: fault.status,
    heading: NOT_SIGNED_IN,
    sentence: fault.body.error,
    advice: ADVICE[fault.status] ?? ADVICE_ELSE,
  };
  if (told.status >= 500) logFault(request, fault, error);
  if (!(error instanceof SignInRefusal)) reply.headers(faultHeaders(fault));
  return reply.code(told.status).type('text/html; charset=utf-8').send(pageOf(told, request.id));
}

function toldOf(error: unknown): Told | null {
  const reason = error instanceof ZodError ? 'REQUEST_INVALID' : error instanceof SignInRefusal ? error.reason : null;
  if (reason === null) return null;
  const [status, sentence, advice] = REFUSALS[reason];
  return { status, heading: NOT_LINKED.has(reason) ? 'Not linked' : NOT_SIGNED_IN, sentence, advice };
}

/** Plain enough to need no style: what the policy allows stands in files of the app, whose names are hashed. */
function pageOf({ heading, sentence, advice }: Told, requestId: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<title>${heading} – Kagi</title>
</head>
<body>
<main>
<h1>${heading}</h1>
<p>${escaped(sentence)}</p>
<p>${escaped(advice)}</p>
<p><a href="/">Back to Kagi</a></p>
<p><small>Request ${escaped(requestId)}</small></p>
</main>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
