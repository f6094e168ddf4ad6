import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { wireErrorOf } from '#server/api/wire-error.ts';
import { newId } from '#server/crypto/ids.ts';
import { type ErrorCode, VaultError } from '#shared/errors.ts';
import type { Headers } from './security-headers.ts';

/** What Node's parser gives up on, by its own codes. */
const PARSER_CODES: ReadonlyMap<string, ErrorCode> = new Map([
  ['ERR_HTTP_REQUEST_TIMEOUT', 'REQUEST_TIMEOUT'],
  ['HPE_HEADER_OVERFLOW', 'HEADERS_TOO_LARGE'],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', 'PAYLOAD_TOO_LARGE'],
]);

/** Answers what never became a request: there is no reply to write to, so the response is written to the socket. */
export function clientErrorHandler(headers: Headers): (error: Error & { code?: string }, socket: Socket) => void {
  return (error, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    socket.end(responseTo(error, headers));
  };
}

function responseTo({ code = '' }: { code?: string }, headers: Headers): string {
  const requestId = newId();
  const told = PARSER_CODES.get(code) ?? 'VALIDATION_ERROR';
  const message = told === 'VALIDATION_ERROR' ? 'The request is not well-formed HTTP.' : undefined;
  const { status, body } = wireErrorOf(new VaultError(told, message === undefined ? {} : { message }), requestId);
  const json = JSON.stringify(body);
  const lines = Object.entries({
    ...headers,
    'cache-control': 'no-store',
    'x-request-id': requestId,
    connection: 'close',
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(json)),
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${json}`;
}
