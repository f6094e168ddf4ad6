import { defineEntity, p } from '@mikro-orm/core';
import { time } from './columns.ts';

/**
 * What was decided about a key and stands neither in the ring nor in what it wraps: a KEK that is to become
 * primary, one that was retired, and since when all DEKs are being replaced. `mac` covers all of it.
 */
export const KeyMark = defineEntity({
  name: 'KeyMark',
  tableName: 'key_mark',
  properties: {
    kind: p.string().length(16).primary().$type<'next' | 'retired' | 'replacing'>(),
    /** Id of the KEK; empty for what concerns all DEKs. */
    subject: p.string().length(64).primary(),
    at: time(),
    mac: p.text(),
  },
});
