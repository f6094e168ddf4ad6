import { expect, test } from 'vitest';
import { exportQuery } from '#shared/exports.ts';
import { exportAddress, fileNameOf } from './export-file.ts';

const everything = { format: 'dotenv', environment: null, name: null, skipBroken: false } as const;

test('asks for everything where nothing is narrowed', () => {
  expect(exportAddress(everything)).toBe('/api/export?format=dotenv');
});

test('asks for what is chosen, a name whole whatever it holds, in words that the server takes', () => {
  const address = exportAddress({ format: 'json', environment: 'staging', name: 'a&b=c', skipBroken: true });
  const query = Object.fromEntries(new URL(address, 'http://x').searchParams);
  expect(query).toEqual({ format: 'json', environment: 'staging', name: 'a&b=c', skipBroken: 'true' });
  expect(exportQuery.safeParse({ ...query, skipBroken: true }).success).toBe(true);
});

test('takes the name that the server gives the file', () => {
  expect(fileNameOf('attachment; filename="kagi-export.env"')).toBe('kagi-export.env');
});

test('takes no name that leads into a folder, and none where there is none', () => {
  expect(fileNameOf('attachment; filename="../etc/x"')).toBeNull();
  expect(fileNameOf(null)).toBeNull();
});
