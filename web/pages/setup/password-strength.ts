/** How many of four bars a password fills: by its length, and by how much of it repeats. A hint, not the rule. */
export function strengthOf(password: string): number {
  const kinds = new Set(password).size;
  if (password.length < 12 || kinds < 5) return password === '' ? 0 : 1;
  if (password.length < 16 || kinds < 8) return 2;
  return password.length < 24 ? 3 : 4;
}

const SYLLABLES =
  'ba be bi bo da de di do fa fe fi fo ga go ka ke ki ko la le li lo ma me mi mo na ne ni no pa pe pi po ra re ri ro sa se si so ta te ti to va ve vi vo za zo'.split(
    ' ',
  );
const WORDS = 5;
const SYLLABLES_IN_A_WORD = 3;

/** A password that can be said aloud: five made-up words, 84 bits. */
export function sayablePassword(random: (below: number) => number = randomBelow): string {
  const word = () => Array.from({ length: SYLLABLES_IN_A_WORD }, () => SYLLABLES[random(SYLLABLES.length)]).join('');
  return Array.from({ length: WORDS }, word).join('-');
}

/** Even over its range: what does not divide evenly is drawn again. */
function randomBelow(below: number): number {
  const limit = Math.floor(256 / below) * below;
  for (;;) {
    const [byte = 0] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < limit) return byte % below;
  }
}
