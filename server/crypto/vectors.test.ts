import { createHmac, hkdfSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decrypt, IntegrityError } from './aead.ts';
import { fingerprint, unwrapDek } from './dek.ts';
import { open } from './envelope.ts';
import { auditMac, demandRowMac, keyedHash, openInstanceKey, PURPOSES } from './instance.ts';
import { keksOf } from './keks.ts';
import k1 from './vectors/k1.json' with { type: 'json' };
import gcm from './vectors/wycheproof/aes_gcm_test.json' with { type: 'json' };
import hkdf from './vectors/wycheproof/hkdf_sha256_test.json' with { type: 'json' };
import hmac from './vectors/wycheproof/hmac_sha256_test.json' with { type: 'json' };

const bytes = (hex: string) => Buffer.from(hex, 'hex');

describe('AES-256-GCM opens what Project Wycheproof calls valid, and nothing else', () => {
  // Other lengths of key, nonce and tag cannot be asked for.
  const groups = gcm.testGroups.filter(
    ({ keySize, ivSize, tagSize }) => keySize === 256 && ivSize === 96 && tagSize === 128,
  );
  const tests = groups.flatMap((group) => group.tests);
  it.each(tests)('$tcId, $result: $comment', ({ key, iv, aad, msg, ct, tag, result }) => {
    const opened = () => decrypt(bytes(key), bytes(iv + ct + tag), bytes(aad)).toString('hex');
    if (result === 'valid') expect(opened()).toBe(msg);
    else expect(opened).toThrow(IntegrityError);
  });

  it('and there are such vectors, of both kinds', () => {
    expect(new Set(tests.map(({ result }) => result))).toEqual(new Set(['valid', 'invalid']));
    expect(tests.length).toBeGreaterThan(60);
  });
});

describe('HKDF-SHA-256 and HMAC-SHA-256 give what Project Wycheproof expects', () => {
  it.each(hkdf.testGroups.flatMap(({ tests }) => tests))(
    'HKDF $tcId, $result',
    ({ ikm, salt, info, size, okm, result }) => {
      const derived = () => Buffer.from(hkdfSync('sha256', bytes(ikm), bytes(salt), bytes(info), size)).toString('hex');
      if (result === 'valid') expect(derived()).toBe(okm);
      else expect(derived).toThrow();
    },
  );

  const macs = hmac.testGroups.flatMap(({ tests, tagSize }) => tests.map((test) => ({ ...test, tagSize })));
  it.each(macs)('HMAC $tcId, $result', ({ key, msg, tag, tagSize, result }) => {
    const mac = createHmac('sha256', bytes(key))
      .update(bytes(msg))
      .digest('hex')
      .slice(0, tagSize / 4);
    expect(mac === tag).toBe(result === 'valid');
  });
});

describe('what was stored when the format was new', () => {
  const keks = keksOf(k1.ring);

  it.each(k1.deks)('has a DEK that opens, under the KEK $kekId', (stored) => {
    expect(Buffer.from(unwrapDek(keks, stored).key).toString('hex')).toBe(k1.dekKey);
  });

  it.each(k1.envelopes)(
    'has an envelope that opens, of $place.table',
    ({ place, secret, envelope, fingerprint: print }) => {
      const [dek] = k1.deks.map((stored) => unwrapDek(keks, stored));
      if (dek === undefined) throw new Error('k1.json holds no DEK.');
      expect(open(dek, place, envelope)).toBe(secret);
      expect(fingerprint(dek, secret)).toBe(print);
    },
  );

  it('has an instance key whose MACs and hashes still hold', () => {
    const instance = openInstanceKey(keks, k1.instanceKey);
    const { table, mac } = k1.rowMac;
    demandRowMac(instance, mac, { table, rowId: 'r' }, k1.fields);
    expect(auditMac(instance, k1.fields)).toBe(k1.auditMac);
    const hashes = Object.fromEntries(PURPOSES.map((purpose) => [purpose, keyedHash(instance, purpose, 'token')]));
    expect(hashes).toEqual(k1.keyedHashes);
  });
});
