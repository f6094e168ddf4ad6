export const KEY_TYPES = ['simple', 'group', 'ssh', 'json'] as const;

/** A secret of each key type that holds this mark. */
export function secretOf(keyType: (typeof KEY_TYPES)[number], mark: string): string | Record<string, string> {
  const forms = {
    simple: mark,
    group: { HOST: mark },
    ssh: `-----BEGIN PRIVATE KEY-----\n${mark}\n-----END PRIVATE KEY-----\n`,
    json: JSON.stringify({ key: mark }),
  };
  return forms[keyType];
}

/** Base32 of whole bytes has a length that eight divides. */
export const seedOf = (mark: string) => mark.padEnd(32, 'A');
