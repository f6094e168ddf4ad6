import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { hashOf } from '#server/crypto/instance.ts';

/** One form of a text that never changes while the server runs. */
export type Form = { encoding: 'br' | 'gzip' | null; etag: string; bytes: Buffer };

const ETAG_CHARS = 32;
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } };

/** Prepares a text to be served over and over: compressed once, each form under an `ETag` of its own. */
export function published(text: string): (accepted: string | undefined) => Form {
  const bytes = Buffer.from(text);
  const tag = hashOf([text]).slice(0, ETAG_CHARS);
  const plain: Form = { encoding: null, etag: `"${tag}"`, bytes };
  const br: Form = { encoding: 'br', etag: `"${tag}-br"`, bytes: brotliCompressSync(bytes, BROTLI) };
  const gzip: Form = { encoding: 'gzip', etag: `"${tag}-gzip"`, bytes: gzipSync(bytes) };
  return (accepted = '') => [br, gzip].find(({ encoding }) => accepts(accepted, String(encoding))) ?? plain;
}

/** Whether an `Accept-Encoding` header takes an encoding (RFC 9110, 12.5.3). */
function accepts(header: string, encoding: string): boolean {
  return header.split(',').some((part) => {
    const [name = '', quality = ''] = part.replaceAll(' ', '').toLowerCase().split(';');
    return name === encoding && !/^q=0(\.0*)?$/.test(quality);
  });
}
