import { z } from 'zod';
import * as sessions from '#server/vault/sessions.ts';
import { type Session, session, sessionFilter } from '#shared/sessions.ts';
import { byId } from '#shared/text.ts';
import { router, sessionOnly } from './trpc.ts';

const tags = ['Sessions'];

const example: Session = {
  id: '01990f3e-7c1a-7b3e-9d6f-2f1a7f0c4e77',
  current: true,
  method: 'password',
  createdAt: '2026-11-24T09:00:00.000Z',
  lastUsedAt: '2026-11-24T09:30:00.000Z',
  expiresAt: '2026-12-01T09:00:00.000Z',
  address: '192.0.2.7',
  userAgent: 'Mozilla/5.0',
};

export const sessionsRouter = router({
  list: sessionOnly('session.list')
    .meta({
      openapi: { method: 'GET', path: '/sessions', tags, summary: 'List your sign-ins' },
      rest: { example: { request: { limit: 50 }, response: [example] } },
    })
    .input(sessionFilter)
    .output(z.array(session))
    .query(({ ctx, input }) => sessions.list(ctx.vault, ctx.caller, input)),

  end: sessionOnly('session.end')
    .meta({
      openapi: { method: 'DELETE', path: '/sessions/{id}', tags, summary: 'End a session' },
      rest: { status: 204, errors: ['SESSION_NOT_FOUND'], example: { request: { id: example.id } } },
    })
    .input(byId)
    .output(z.void())
    .mutation(({ ctx, input }) => sessions.end(ctx.vault, ctx.caller, input.id)),

  endOthers: sessionOnly('session.end-others')
    .meta({
      openapi: { method: 'DELETE', path: '/sessions', tags, summary: 'End all sessions but this one' },
      rest: { status: 204, example: { request: {} } },
    })
    .input(z.strictObject({}))
    .output(z.void())
    .mutation(({ ctx }) => sessions.endOthers(ctx.vault, ctx.caller)),
});
