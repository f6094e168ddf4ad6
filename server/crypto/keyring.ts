import type { InstanceKey } from './instance.ts';
import type { Keks } from './keks.ts';

/** All keys of a running server. Nothing of it is ever in the database unwrapped. */
export type Keyring = { keks: Keks; instance: InstanceKey };
