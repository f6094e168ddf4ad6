import { VaultError } from '#shared/errors.ts';
import { codePoints } from '#shared/text.ts';
import common from './common-passwords.json' with { type: 'json' };
import { isPattern } from './password-patterns.ts';

const MIN_CHARS = 12;
const PRODUCT = 'kagi';
const MIN_OWN_WORD = 3;
/** So many common words in a row are guessed as one; more of them make a passphrase. */
const GUESSED_WORDS = 2;
/** What a guess adds to a known word by trying: fewer characters than these. */
const GUESSED_CHARS = 6;

const PASSWORDS: ReadonlySet<string> = new Set(common.passwords);
const WORDS: ReadonlySet<string> = new Set(common.words);

/** Whose password it is to be: what anyone knows of him must not be most of it. */
export type Person = { email: string; name: string };

/**
 * Refuses a password that would be guessed: too short, common, a pattern, or made of a common word or of what
 * is known of its owner with little added (NIST SP 800-63B, 5.1.1.2).
 * @throws {VaultError} PASSWORD_TOO_WEAK, saying which; never the password.
 */
export function demandStrongPassword(password: string, person: Person): void {
  const message = weakness(password.normalize('NFKC').toLowerCase(), person);
  if (message !== null) throw new VaultError('PASSWORD_TOO_WEAK', { message });
}

function weakness(password: string, person: Person): string | null {
  if (codePoints(password) < MIN_CHARS) return `Choose a password of at least ${MIN_CHARS} characters.`;
  if (isPattern(password)) return 'This password is a mere pattern of characters.';
  const spellings = [password, plain(password)];
  if (spellings.some((spelling) => PASSWORDS.has(spelling))) return 'This password is a common one.';
  if (spellings.some((spelling) => isLittle(leftOver(spelling, person))))
    return 'This password adds too little to a common word, your name or your e-mail.';
  return null;
}

function isLittle(rest: string): boolean {
  return rest.length < GUESSED_CHARS || isPattern(rest);
}

/** Undoes the letters that are written as digits within words: `p4ssw0rd`. */
function plain(password: string): string {
  return password.replace(/(?<=\p{L})[0134578@$!](?=\p{L})/gu, (sign) => LETTERS[sign] ?? sign);
}

const LETTERS: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/** What is left of a password without the words that are known. */
function leftOver(password: string, person: Person): string {
  const bare = ownWords(person).reduce((text, word) => text.replaceAll(word, ' '), password);
  let guessed = 0;
  const rest = bare.replace(/\p{L}+/gu, (word) => (WORDS.has(word) && guessed++ < GUESSED_WORDS ? '' : word));
  return rest.replaceAll(' ', '');
}

/** Longest first, so that an e-mail goes as a whole before its parts do. */
function ownWords({ email, name }: Person): string[] {
  const whole = email.toLowerCase();
  const parts = `${whole} ${name.toLowerCase()}`.split(/[^\p{L}\p{N}]+/u);
  const words = [PRODUCT, whole, ...parts].filter((word) => word.length >= MIN_OWN_WORD);
  return words.sort((a, b) => b.length - a.length);
}
