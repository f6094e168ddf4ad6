const BLOCK_CHARS = 64 * 1024;

/** Cuts bytes into lines. What stands after the last line break is a line as well, so that a cut one is seen. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  // A long line comes in many chunks: they are joined once, at its end.
  let parts: string[] = [];
  for await (const chunk of chunks) {
    const [first = '', ...rest] = decoder.decode(chunk, { stream: true }).split('\n');
    parts.push(first);
    for (const next of rest) {
      yield parts.join('');
      parts = [next];
    }
  }
  const last = parts.join('') + decoder.decode();
  if (last !== '') yield last;
}

/** Joins lines into blocks: whatever takes them has a cost for each piece. */
export async function* blocksOf(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let block: string[] = [];
  let length = 0;
  for await (const line of lines) {
    block.push(line, '\n');
    length += line.length + 1;
    if (length < BLOCK_CHARS) continue;
    yield block.join('');
    block = [];
    length = 0;
  }
  if (block.length > 0) yield block.join('');
}
