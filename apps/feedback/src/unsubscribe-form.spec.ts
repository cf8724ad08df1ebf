import { describe, expect, it } from '@jest/globals';
import { formTypes, formValues, wishIn } from './unsubscribe-form.js';

const [urlencoded = '', multipart = ''] = formTypes;
const part = (name: string, value: string) =>
  `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

describe('a posted form', () => {
  it.each([
    ['in the simple way', 'List-Unsubscribe=One-Click', urlencoded],
    ['with a character set', 'List-Unsubscribe=One-Click', `${urlencoded}; charset=UTF-8`],
    ['among others', 'a=b&List-Unsubscribe=One-Click&c', urlencoded],
    ['in parts', `${part('List-Unsubscribe', 'One-Click')}--x--\r\n`, `${multipart}; boundary=x`],
    [
      'in parts with headers of their own',
      'Content-Disposition: form-data; name=List-Unsubscribe\nContent-Type: text/plain\n\nOne-Click\n--x--',
      'Multipart/Form-Data; boundary=x',
    ],
    [
      'in parts, among others',
      `${part('a', 'b')}${part('List-Unsubscribe', 'One-Click')}--x--`,
      `${multipart}; boundary="x"`,
    ],
  ])('unsubscribes by one click (RFC 8058), said %s', (_, body, type) => {
    expect(wishIn(body, type)).toBe('unsubscribed');
  });

  it.each(['unsubscribed', 'resubscribed'] as const)('of the page says that one is %s', (wish) => {
    const { name, value } = formValues(wish);
    expect(wishIn(`${name}=${value}`, urlencoded)).toBe(wish);
  });

  it.each([
    ['', urlencoded],
    ['List-Unsubscribe=', urlencoded],
    ['List-Unsubscribe=one-click', urlencoded],
    ['list-unsubscribe=One-Click', urlencoded],
    ['{"List-Unsubscribe":"One-Click"}', 'application/json'],
    ['List-Unsubscribe=One-Click', `${multipart}; boundary=x`],
    [part('List-Unsubscribe', 'One-Click'), urlencoded],
    [part('Unsubscribe', 'One-Click'), multipart],
    [part('a', 'List-Unsubscribe=One-Click'), multipart],
    [part('List-Unsubscribe', 'One-Click or not'), multipart],
    ['Content-Disposition: form-data; name="List-Unsubscribe"\r\nOne-Click\r\n', multipart],
  ])('says nothing: %j as %j', (body, type) => {
    expect(wishIn(body, type)).toBeUndefined();
  });
});
