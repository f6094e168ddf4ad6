import { stemmer } from 'stemmer';

/** One word of a text. `sentence` and `clause` count the breaks before it, so that no rule reads across them. */
export type Token = {
  text: string;
  word: string;
  stem: string;
  start: number;
  end: number;
  sentence: number;
  clause: number;
  /** No white space stands before it: "Slack-style", "Fly.io". */
  isGlued: boolean;
};

const SENTENCE_BREAK = /[!?;\n\r…]|\.\s|\.{2}/;
// A dot, hyphen, slash or ampersand inside a name ("Fly.io", "pub/sub", "AT&T") breaks nothing.
const CLAUSE_BREAK = /[,:()[\]{}|+•*→—–]|\s-+\s|->|=>/;

/** Splits a text into its words; letters and digits of any script count, everything else separates. */
export function readWords(text: string): Token[] {
  const tokens: Token[] = [];
  let [sentence, clause, end] = [0, 0, 0];
  for (const match of text.matchAll(/[\p{L}\p{M}\p{N}]+(?:['’]\p{L}+)*/gu)) {
    const gap = text.slice(end, match.index);
    if (tokens.length > 0 && SENTENCE_BREAK.test(gap)) sentence++;
    if (tokens.length > 0 && (SENTENCE_BREAK.test(gap) || CLAUSE_BREAK.test(gap))) clause++;
    end = match.index + match[0].length;
    const isGlued = tokens.length > 0 && !/\s/.test(gap);
    tokens.push({ ...wordOf(match[0]), start: match.index, end, sentence, clause, isGlued });
  }
  return joinMail(tokens);
}

/** The form under which names are looked up: "Hugging Face", "hugging-face" and "HuggingFace" are one. */
export function nameKey(text: string): string {
  return readWords(text)
    .map(({ word }) => word)
    .join('');
}

export function stemOf(word: string): string {
  return stemmer(word);
}

export function quoted(text: string, tokens: Token[]): string {
  const [first, last] = [tokens[0], tokens.at(-1)];
  return first && last ? `“${text.slice(first.start, last.end)}”` : '';
}

function wordOf(text: string): Pick<Token, 'text' | 'word' | 'stem'> {
  const lower = text.normalize('NFKC').toLowerCase();
  const word = lower.replace(/['’]s$/, '').replace(/['’]/g, '');
  return { text, word, stem: stemmer(word) };
}

// "e-mail" is one word in two pieces; left apart, no stem would ever meet "email".
function joinMail(tokens: Token[]): Token[] {
  const joined: Token[] = [];
  for (const next of tokens) {
    const last = joined.at(-1);
    const isMail = last?.word === 'e' && last.clause === next.clause && next.word.startsWith('mail');
    if (!last || !isMail) joined.push(next);
    else joined[joined.length - 1] = { ...last, ...wordOf(`e${next.word}`), end: next.end };
  }
  return joined;
}
