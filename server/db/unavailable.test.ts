import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { DatabaseUnavailable, isUnavailable } from './unavailable.ts';

const withCode = (code: string, more: object = {}) => Object.assign(new Error('it says'), { code, ...more });

test.each([
  ['the embedded database is down', new DatabaseUnavailable('down')],
  ['what the ORM makes of that', withCode(new DatabaseUnavailable('down').code)],
  ['nobody listens on the port', withCode('ECONNREFUSED')],
  ['the connection was reset', withCode('ECONNRESET')],
  ['the socket is gone', withCode('ENOENT', { syscall: 'connect' })],
  ['an administrator stopped the server', withCode('57P01')],
  ['the server crashed', withCode('57P02')],
  ['the server is starting', withCode('57P03')],
  ['there are too many connections', withCode('53300')],
  ['a statement took too long', withCode('57014')],
  ['a lock was not to be had', withCode('55P03')],
  ['its disk is full', withCode('53100')],
  ['the pool gave nothing in time', new Error('timeout exceeded when trying to connect')],
  ['the connection ended under a query', new Error('Connection terminated unexpectedly')],
])('counts as unavailable: %s', (_, error) => {
  expect(isUnavailable(error)).toBe(true);
});

test.each([
  ['a unique key', withCode('23505')],
  ['a file that is missing', withCode('ENOENT', { syscall: 'open' })],
  ['a bug', new TypeError('undefined is not a function')],
  ['what is no error', 'ECONNREFUSED'],
])('does not count as unavailable: %s', (_, error) => {
  expect(isUnavailable(error)).toBe(false);
});

test('knows what Node says of a port where nobody listens', async () => {
  const error = await new Promise((resolve) => connect(1, 'localhost').once('error', resolve));
  expect(isUnavailable(error)).toBe(true);
});
