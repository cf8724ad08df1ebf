import { describe, expect, it } from '@jest/globals';
import { quotedPrintable } from '../smtp/quoted-printable.js';
import { decoded } from './decoded.js';

describe('a decoded text', () => {
  it.each([
    ['nothing', ''],
    ['letters', 'Día de partido: 20 °C, 進む, 😀'],
    ['what stands for something in quoted-printable', 'a=20b =\r\n=3D ='],
    ['lines that end with a blank or begin with a dot', '.one \r\n..two\t\r\n.'],
    ['lines that are too long', `${'é'.repeat(100)} ${'x'.repeat(200)}\r\n${'=.'.repeat(60)}`],
  ])('is what was encoded: %s', (_, text) => {
    expect(decoded(quotedPrintable(text))).toBe(text);
    const parts = text.split(' ');
    expect(decoded(parts.map(quotedPrintable).join(''))).toBe(parts.join(''));
  });

  it('has lines that end as those of a mail do', () => {
    expect(decoded(quotedPrintable('one\ntwo\rthree'))).toBe('one\r\ntwo\r\nthree');
  });
});
