export type Environment = 'development' | 'staging' | 'production' | 'local';
export type KeyType = 'simple' | 'group' | 'ssh' | 'json';
export type SecretFormat = 'hex' | 'base64' | 'base64url' | 'alphanumeric';

/** One stored entry, by its names alone. `name` is the project; `variables` are the variable or the field names. */
export type Offer = {
  id: string;
  name: string;
  environment: Environment;
  category: string;
  keyType: KeyType;
  variables: string[];
};

/** What is asked for. Offers come newest first: where several would do, the first one wins. */
export type Wish = { prompt: string; project: string | null; offers: Offer[] };

/** `rename` maps a plain variable to its framework-prefixed name; only variables meant for a browser are in it. */
export type PickedEntry = { id: string; reason: string; rename?: Record<string, string> };

/** A secret to be made afresh, of 16 to 64 random bytes. */
export type GeneratedSecret = { name: string; format: SecretFormat; bytes: number; reason: string };

/** `sent` is, word for word, what a model was given; `null` when nothing left the server. */
export type Pick = { entries: PickedEntry[]; generated: GeneratedSecret[]; sent: string | null };

export type Picker = (wish: Wish, signal: AbortSignal) => Promise<Pick>;

export const GENERATED_MIN_BYTES = 16;
export const GENERATED_MAX_BYTES = 64;

/** The model did not answer in time, or answered nonsense. The message is for the caller and holds nothing secret. */
export class ModelUnavailable extends Error {
  override readonly name = 'ModelUnavailable';
}
