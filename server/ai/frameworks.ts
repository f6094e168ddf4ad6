import { negatedIndices } from './negation.ts';
import { readWords } from './words.ts';

/** The variables that the catalogue knows to be meant for a browser. */
export type Known = { publicVariables: Set<string> };

type Framework = { name: RegExp; prefix: string };

/** Most particular first: what is built upon another ("Nuxt with Vite") has the say. Sources: each framework's manual. */
const FRAMEWORKS: Framework[] = [
  {
    name: /\bnext[ .-]?js\b|\bnext(?: |-)?(?:1[0-9]|app|project|site|frontend|front end)\b|\bt3 stack\b|\bblitz\.?js\b/i,
    prefix: 'NEXT_PUBLIC_',
  },
  { name: /\bnuxt(?:\.?js)?\b/i, prefix: 'NUXT_PUBLIC_' },
  { name: /\bsvelte ?-?kit\b/i, prefix: 'PUBLIC_' },
  { name: /\bastro(?: ?js)?\b/i, prefix: 'PUBLIC_' },
  { name: /\bqwik\b|\brsbuild\b/i, prefix: 'PUBLIC_' },
  { name: /\bgatsby(?:\.?js)?\b/i, prefix: 'GATSBY_' },
  { name: /\bexpo\b/i, prefix: 'EXPO_PUBLIC_' },
  { name: /\bredwood ?js\b/i, prefix: 'REDWOOD_ENV_' },
  { name: /\bplasmo\b/i, prefix: 'PLASMO_PUBLIC_' },
  { name: /\bwaku\b/i, prefix: 'WAKU_PUBLIC_' },
  { name: /\bcreate[ -]react[ -]app\b|\bcra\b|\breact-scripts\b/i, prefix: 'REACT_APP_' },
  { name: /\bvue[ -]?cli\b/i, prefix: 'VUE_APP_' },
  { name: /\bstorybook\b/i, prefix: 'STORYBOOK_' },
  { name: /\bvite(?:\.?js)?\b|\btanstack start\b|\bsolid ?start\b/i, prefix: 'VITE_' },
];

/** A name with any of these in it never reaches a browser, whatever else it holds. */
const SECRET =
  /SECRET|PRIVATE|PASSWORD|PASSWD|PASSPHRASE|ADMIN|SERVICE_ROLE|SERVICE_ACCOUNT|CREDENTIAL|PERSONAL|MASTER|SIGNING|WEBHOOK|(?:^|_)SALT(?:_|$)/i;
const PUBLIC =
  /PUBLISHABLE|(?:^|_)ANON_KEY$|(?:^|_)SITE_?KEY$|MEASUREMENT_ID$|(?:^|_)PUBLIC_(?:DSN|TOKEN|URL|API_KEY)$|^(?:VAPID|STRIPE|APP)_PUBLIC_KEY$|^(?:PUBLIC|SITE|APP|FRONTEND|BASE|API)_URL$/i;

/** The prefix that a framework named in the prompt demands of what it hands to the browser. */
export function prefixFor(prompt: string): string | null {
  const tokens = readWords(prompt);
  const refused = negatedIndices(tokens);
  for (const { name, prefix } of FRAMEWORKS) {
    const at = name.exec(prompt)?.index;
    const index = tokens.findIndex(({ start, end }) => at !== undefined && start <= at && at < end);
    if (index >= 0 && !refused.has(index)) return prefix;
  }
  return null;
}

/** Whether a variable is made to be seen by every visitor. When in doubt it is not. */
export function isPublic(variable: string, { publicVariables }: Known): boolean {
  return !SECRET.test(variable) && (publicVariables.has(variable) || PUBLIC.test(variable));
}

/** Plain name → prefixed name, for the public ones among `variables`; names that bear a prefix already are left alone. */
export function renamesFor(variables: string[], prefix: string | null, known: Known): Record<string, string> {
  const plain = variables.filter((variable) => !FRAMEWORKS.some((each) => variable.startsWith(each.prefix)));
  const renamed = prefix === null ? [] : plain.filter((variable) => isPublic(variable, known));
  return Object.fromEntries(renamed.map((variable) => [variable, `${prefix}${variable}`]));
}
