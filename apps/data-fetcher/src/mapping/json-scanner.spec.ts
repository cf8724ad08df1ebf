import { describe, expect, it } from '@jest/globals';
import type { Failure } from '../failure.js';
import { JsonScanner } from './json-scanner.js';
import { RowPortions } from './row-portions.js';
import { Wanted } from './wanted.js';

const limits = { maxBytes: 5_242_880, maxDepth: 10, maxKeyLength: 255, maxRows: 100_000 };

function scanned(text: string, wanted = new Wanted()): 'done' | Failure {
  const bytes = Buffer.from(text);
  const scanner = new JsonScanner(bytes, limits);
  scanner.begin({ start: 0, end: bytes.length }, wanted);
  for (;;) {
    const end = scanner.proceed();
    if (end !== 'more') return end;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const notJson = { reason: 'DataSourceAnswerUnreadable', detail: 'the answer is not JSON' };

describe('the scanner of JSON', () => {
  it.each([
    '{}',
    '[]',
    ' [ ] ',
    '\t{\r\n"a" : [ 1 , -0.5e+10, 0, 1E5, true,false,null ] } ',
    '"\\u00e9\\"\\\\\\/\\b\\f\\n\\r\\t"',
    '"Málaga 😀"',
    '0',
    '-0',
    'null',
    '{"":{"":""}}',
  ])('takes %j', (text) => {
    expect([isJson(text), scanned(text)]).toEqual([true, 'done']);
  });

  it.each([
    '',
    ' ',
    '{',
    '[',
    '}',
    '[1,]',
    '[,1]',
    '{"a":1,}',
    '{,}',
    '{a:1}',
    '{"a"1}',
    '{"a":}',
    '{"a"}',
    '[1 2]',
    '[1}',
    '{"a":1]',
    '01',
    '1.',
    '.5',
    '-',
    '+1',
    '1e',
    '1e+',
    '0x1',
    'tru',
    'truely',
    'nul',
    'NaN',
    '"',
    '"a',
    '"\\x"',
    '"\\u12g4"',
    '"\\u12',
    '"\\',
    '"a\nb"',
    '"a\0"',
    '[] []',
    "['a']",
    '\u00a0[]',
    '// a\n[]',
  ])('takes no %j', (text) => {
    expect([isJson(text), scanned(text)]).toEqual([false, notJson]);
  });

  it('takes what JSON.parse takes, and nothing else, of 20,000 texts of its signs', () => {
    const signs = ['{', '}', '[', ']', ',', ':', '"', '"a"', '"b"', '\\', '\\n', '0', '1', '.', '-', 'e', 'true', ' '];
    // A generator of its own, so that a failure can be had again (Numerical Recipes' constants).
    let seed = 7;
    const next = (below: number) => (seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0) % below;
    const texts = Array.from({ length: 20_000 }, () =>
      Array.from({ length: 1 + (next(97) % 9) }, () => signs[(next(65_521) >> 4) % signs.length]).join(''),
    );
    const wrong = texts.filter((text) => isJson(text) !== (scanned(text) === 'done'));
    expect(wrong).toEqual([]);
    expect(texts.filter(isJson).length).toBeGreaterThan(300);
  });

  it('says where wanted values stand; of a name that comes twice the last counts', () => {
    const text = '{"a":{"b":1,"c":2},"x":[{"y":"n"},{"y":"é"}],"a":{"b":[3]}}';
    const root = new Wanted();
    const found = (pointer: string) => {
      const { found: range } = root.at(pointer);
      return range && Buffer.from(text).toString('utf8', range.start, range.end);
    };
    for (const pointer of ['/a/b', '/a/c', '/x/1/y', '/x/2/y', '/x/01/y', '/x/length']) root.at(pointer);
    expect(scanned(text, root)).toBe('done');
    expect(found('/a/b')).toBe('[3]');
    expect(found('/x/1/y')).toBe('"é"');
    expect(['/a/c', '/x/2/y', '/x/01/y', '/x/length'].map(found)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('gathers the elements of an array to portions that lose none', () => {
    const elements = Array.from({ length: 20_000 }, (_, index) => ({ index, list: [index, '],'] }));
    const text = JSON.stringify({ before: [1], rows: elements, after: {} });
    const root = new Wanted();
    const rows = (root.at('/rows').rows = new RowPortions());
    expect(scanned(text, root)).toBe('done');
    const { portions, count } = root.at('/rows').rows ?? rows;
    expect(count).toBe(20_000);
    expect(portions.length).toBeGreaterThan(10);
    const bytes = Buffer.from(text);
    expect(
      portions.flatMap(({ start, end }) => JSON.parse(`[${bytes.toString('utf8', start, end)}]`) as unknown[]),
    ).toEqual(elements);
  });
});
