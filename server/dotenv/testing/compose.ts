/**
 * How docker compose reads an env file: a model for machines without Go, held against the real reader where there is one.
 * ASCII names only, and a template with an error message is left as it stands: the writer produces neither.
 */
export function readLikeCompose(text: string): Record<string, string> {
  const variables: Record<string, string> = {};
  let rest = text.replace(/^\uFEFF/, '');
  for (;;) {
    rest = rest.replace(/^(?:\s+|#[^\n]*)+/, '');
    if (rest === '') return variables;
    const head = /^(?:export\s+)?([\w.[\]-]+)[^\S\n]*(?:[=:][^\S\n]*|\n)/.exec(rest);
    if (!head?.[1]) throw new Error('unexpected character in a name');
    rest = rest.slice(head[0].length);
    // A name alone is looked up in the environment, which is empty here.
    if (head[0].endsWith('\n')) continue;
    const { value, length } = readValue(rest, variables);
    variables[head[1]] = value;
    rest = rest.slice(length);
  }
}

type Read = { value: string; length: number };

function readValue(text: string, variables: Record<string, string>): Read {
  const quoted = /^(['"])((?:\\[\s\S]|(?!\1)[^\\])*)\1/.exec(text);
  if (quoted) {
    const [whole, quote, inner = ''] = quoted;
    if (quote === "'") return { value: inner.replaceAll("\\'", "'"), length: whole.length };
    return { value: substituted(unescaped(inner), variables), length: whole.length };
  }
  if (/^['"]/.test(text)) throw new Error('unterminated quote');
  const line = /^[^\n]*/.exec(text)?.[0] ?? '';
  const kept = (line.split(' #', 1)[0] ?? '').trimEnd();
  return { value: substituted(kept, variables), length: line.length };
}

const ESCAPES: Record<string, string> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

function unescaped(inner: string): string {
  return inner.replace(/\\(?:0(\d{0,3})|([\s\S]))/g, (whole, octal: string | undefined, character = '') => {
    if (octal !== undefined)
      return /^[0-3][0-7]{2}$/.test(octal) ? String.fromCharCode(Number.parseInt(octal, 8)) : `\\${octal}`;
    if (character === '$') return '$$';
    if (character === '"' || character === '\\') return character;
    return ESCAPES[character] ?? whole;
  });
}

function substituted(text: string, variables: Record<string, string>): string {
  const braced = /\$(?:(\$)|([a-z_]\w*)|\{([a-z_]\w*)(?:(:?)-([^}]*))?\})/gi;
  return text.replace(braced, (_, dollar, plain, name, colon, fallback = '') => {
    if (dollar) return '$';
    const value = variables[plain ?? name];
    return value === undefined || (colon && value === '') ? fallback : value;
  });
}
