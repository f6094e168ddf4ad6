import { describe, expect, it } from 'vitest';
import { readOtpauth } from './otpauth.ts';

const names = (text: string) => {
  const { how: _, ...rest } = readOtpauth(text) ?? { how: '' };
  return rest;
};

describe('readOtpauth', () => {
  it('takes the issuer before the label’s prefix, and the account without it', () => {
    expect(names('otpauth://totp/Hub:mara%40hoshi.dev?secret=JBSWY3DP&issuer=GitHub')).toEqual({
      service: 'GitHub',
      accountName: 'mara@hoshi.dev',
      issuer: 'GitHub',
    });
  });

  it('falls back to the prefix of the label, and then to the label itself', () => {
    expect(names('otpauth://totp/AWS:%20root?secret=JBSWY3DP')).toEqual({
      service: 'AWS',
      accountName: 'root',
      issuer: 'AWS',
    });
    expect(names('otpauth://totp/porkbun?secret=JBSWY3DP')).toEqual({
      service: 'porkbun',
      accountName: '',
      issuer: '',
    });
  });

  it('says how codes are made, and what is usual where the address is silent', () => {
    expect(readOtpauth('otpauth://totp/a?secret=JBSWY3DP')?.how).toBe('SHA1, 6 digits, every 30 s');
    expect(readOtpauth('OTPAUTH://totp/a?Secret=X&Digits=8&PERIOD=60&algorithm=sha256')?.how).toBe(
      'SHA256, 8 digits, every 60 s',
    );
  });

  it('reads a label that is not escaped rightly as it stands', () => {
    expect(names('otpauth://totp/100%:mara?secret=JBSWY3DP')).toMatchObject({ service: '100%', accountName: 'mara' });
  });

  it.each(['JBSWY3DPEHPK3PXP', 'https://example.com/totp', ''])('is silent about %j', (text) => {
    expect(readOtpauth(text)).toBeNull();
  });
});
