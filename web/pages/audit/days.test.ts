import { expect, test } from 'vitest';
import type { AuditEvent } from '#shared/audit.ts';
import { byDay } from './days.ts';

const now = new Date(2026, 10, 24, 12);

function eventAt(id: string, at: Date): AuditEvent {
  return {
    ...{ id, sequence: 1, at: at.toISOString(), action: 'entry.reveal', outcome: 'ok', object: null, details: null },
    caller: { kind: 'session', id: null, label: null },
    ...{ requestId: null, address: null, userAgent: null, previousHash: '', hash: '' },
  };
}

test('each day stands once, above its events, which keep their order', () => {
  const events = [
    eventAt('c', new Date(2026, 10, 24, 0, 1)),
    eventAt('b', new Date(2026, 10, 23, 23, 59)),
    eventAt('a', new Date(2026, 10, 23, 8)),
  ];
  expect(byDay(events, now).map(({ key }) => key)).toEqual(['2026-11-24', 'c', '2026-11-23', 'b', 'a']);
});

test('today and yesterday are called so, older days by their date', () => {
  const moments = [
    new Date(2026, 10, 24, 9),
    new Date(2026, 10, 23, 9),
    new Date(2026, 10, 22, 9),
    new Date(2025, 10, 22),
  ];
  const events = moments.map((moment, at) => eventAt(String(at), moment));
  const labels = byDay(events, now).flatMap((item) => (item.kind === 'day' ? [item.label] : []));
  expect(labels).toEqual([
    'Today, 24 November',
    'Yesterday, 23 November',
    'Sunday 22 November',
    'Saturday 22 November 2025',
  ]);
});

test('no events make no days', () => {
  expect(byDay([], now)).toEqual([]);
});
