/** Which of these texts stand somewhere in the bytes: raw, as UTF-16, hex or base64 at any offset. */
export function spellingsIn(texts: readonly string[], bytes: Buffer): string[] {
  return texts.filter((text) => spellingsOf(text).some((spelling) => bytes.includes(spelling)));
}

export function spellingsOf(text: string): Buffer[] {
  const raw = Buffer.from(text);
  const base64 = [0, 1, 2].map((shift) => {
    const shifted = Buffer.concat([Buffer.alloc(shift), raw]).toString('base64url');
    // The first and last characters also hold bits of what stands beside the text.
    return Buffer.from(shifted.slice(shift === 0 ? 0 : shift + 1, -2));
  });
  const hex = raw.toString('hex');
  return [raw, Buffer.from(text, 'utf16le'), Buffer.from(hex), Buffer.from(hex.toUpperCase()), ...base64];
}
