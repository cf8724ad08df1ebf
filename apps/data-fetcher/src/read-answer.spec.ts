import { describe, expect, it } from '@jest/globals';
import { readAnswer } from './read-answer.js';

const weather = Buffer.from('{"weather":[{"region":"Málaga"}]}');

describe('an answer (B-40)', () => {
  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON;charset="UTF-8"',
    'application/hal+json',
    'application/vnd.api.v1+json; profile=x',
  ])('is read where it is %s', (type) => {
    expect(readAnswer(type, weather)).toEqual({ value: { weather: [{ region: 'Málaga' }] } });
  });

  it('is read with a byte order mark before it', () => {
    expect(readAnswer('application/json', Buffer.from('\uFEFF[1]'))).toEqual({ value: [1] });
  });

  it.each([
    ['text/html', 'the answer is of the type text/html, not application/json'],
    ['application/html', 'the answer is of the type application/html, not application/json'],
    ['text/json+x', 'the answer is of the type text/json+x, not application/json'],
    ['application/json; charset=iso-8859-1', 'of the type application/json; charset=iso-8859-1, not'],
    [undefined, 'the answer is of no type, not application/json'],
  ])('is not read where it is %s', (type, detail) => {
    expect(readAnswer(type, weather)).toEqual({
      reason: 'DataSourceAnswerUnreadable',
      detail: expect.stringContaining(detail),
    });
  });

  it.each([
    ['garbage', Buffer.from('<html>secret</html>'), 'the answer is not JSON'],
    ['the beginning of JSON', weather.subarray(0, 20), 'the answer is not JSON'],
    ['nothing', Buffer.alloc(0), 'the answer is empty'],
    ['Latin-1', Buffer.from('["Málaga"]', 'latin1'), 'the answer is not UTF-8'],
  ])('is not read where it is %s', (_, body, detail) => {
    expect(readAnswer('application/json', body)).toEqual({ reason: 'DataSourceAnswerUnreadable', detail });
  });
});
