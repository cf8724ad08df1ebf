import fc from 'fast-check';

/** A value nested so many levels deep. */
function nested(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

/** Values that hardly anything expects. */
export const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER, '', ' ', [], {}, [[]], [null]),
  fc.constantFrom('\0', 'a\0b', '\ud800', 'x\udfff', '\u202e', '\r\nx: y', '{{x}}', "' or 1=1 --", '../..', '%00'),
  fc.constantFrom('x'.repeat(300), 'x'.repeat(70_000), '😀'.repeat(200)),
  fc.constantFrom(150, 199, 250, 3_000).map(nested),
  fc.constantFrom({ constructor: { prototype: { a: 1 } } }, { toString: 1 }, { length: 3 }, { hasOwnProperty: null }),
  fc.array(fc.integer(), { minLength: 25, maxLength: 2_000 }),
  fc.jsonValue(),
);

/** Texts of one line, as a header or a parameter can have them. */
export const junkLine = fc.oneof(
  fc.constantFrom('', ' ', '-1', '0', '1e9', '99999999999', 'null', 'true,false', 'é', '%', '\t', '"', 'a;b=c'),
  fc.constantFrom('x'.repeat(256), 'x'.repeat(5_000)),
  fc.string({ unit: 'grapheme-ascii', maxLength: 30 }),
);
