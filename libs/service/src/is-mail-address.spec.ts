import { describe, expect, it } from '@jest/globals';
import { isEmail } from 'class-validator';
import { isMailAddress } from './is-mail-address.js';

const locals = [
  'a',
  'ada.lovelace',
  'a+b_c-d',
  '.a',
  'a.',
  'a..b',
  '-a',
  'a-',
  '_a',
  'zoë',
  '"a b"',
  'a b',
  '',
  'x'.repeat(65),
];
const domains = [
  'example.com',
  'a-b.example.com',
  '-a.example.com',
  'a-.example.com',
  'a--b.example',
  'bücher.example',
  'xn--bcher-kva.example',
  'example',
  'example.c',
  'example.123',
  '127.0.0.1',
  'example..com',
  `${'x'.repeat(64)}.example`,
  'EXAMPLE.COM',
  '',
];

describe('a mail address', () => {
  it.each(domains)('is at %s what it is for the library that we trust', (domain) => {
    for (const local of locals) {
      const address = `${local}@${domain}`;
      expect([address, isMailAddress(address)]).toEqual([address, isEmail(address)]);
    }
  });

  it.each(['ada@example.com', 'Ada.Lovelace+offers@mail.example.co.uk', 'zoë@bücher.example'])(
    'may be %s',
    (address) => {
      expect(isMailAddress(address)).toBe(true);
    },
  );

  it.each(['ada', 'ada@', 'ada@example.com\nbcc: eve@example.com', 'ada@example.com '])('is not %j', (address) => {
    expect(isMailAddress(address)).toBe(false);
  });
});
