import { p } from '@mikro-orm/core';

/** A moment with milliseconds: what the wire shows is what is stored. */
export const time = () => p.datetime().columnType('timestamptz(3)');
