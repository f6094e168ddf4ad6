const REASON_LENGTH = 200;
/** Control, format (bidirectional marks among them), private, unassigned and lone-surrogate characters; line and paragraph ends. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]+/gu;

/** One line of at most 200 characters that shows what it holds; other people's text must pass here before it is shown. */
export function oneLine(text: string): string {
  const line = text.replace(UNSEEN, ' ').replace(/\s+/g, ' ').trim();
  const characters = [...line];
  return characters.length <= REASON_LENGTH ? line : `${characters.slice(0, REASON_LENGTH - 1).join('')}…`;
}

export function isVariableName(name: string): boolean {
  return name.length <= 255 && /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}
