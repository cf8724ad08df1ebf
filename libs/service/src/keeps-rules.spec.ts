import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import {
  ArrayMaxSize,
  IsArray,
  IsDefined,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  validate,
} from 'class-validator';
import fc from 'fast-check';
import { keepsRules } from './keeps-rules.js';
import { MayBeAbsent } from './may-be-absent.js';
import { Nested, shaped } from './nested.js';
import { IsPlainText } from './plain-text.js';

class Named {
  @IsPlainText({ maxLength: 3 }) name!: string;
}

class Circle extends Named {
  @IsInt() @Max(9) radius!: number;
}

class Square {
  @IsIn(['square']) kind!: string;
  @MayBeAbsent() @IsObject() @Nested(() => Named) label?: Named;
}

class Drawing {
  @IsString() @MaxLength(3) id!: string;
  @IsDefined() anything!: unknown;
  @IsOptional() @IsInt() at?: number | null;
  @MayBeAbsent() @IsString({ each: true }) tags?: string[];
  @IsArray()
  @ArrayMaxSize(2)
  @Nested((shape) => ((shape as { kind?: unknown }).kind === 'square' ? Square : Circle), { each: true })
  shapes!: object[];
}

class WithoutRules {
  name = '';
}

const junk = fc.oneof(fc.string({ maxLength: 4 }), fc.integer({ max: 12 }), fc.constantFrom(null, true, [], {}, [[]]));
/** A member that is often right, at times something else, and at times not there. */
const member = (right: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 12, arbitrary: right }, { weight: 1, arbitrary: junk });
const objectOf = (members: Record<string, fc.Arbitrary<unknown>>) =>
  fc.oneof(
    { weight: 8, arbitrary: fc.record(members) },
    { weight: 1, arbitrary: fc.record(members, { requiredKeys: [] }) },
    { weight: 1, arbitrary: fc.record({ ...members, more: junk }) },
  );
const text = member(fc.constantFrom('a', 'bcd'));
const named = objectOf({ name: text });
const circle = objectOf({ name: text, radius: member(fc.integer({ min: 0, max: 9 })) });
const square = objectOf({ kind: member(fc.constant('square')), label: member(named) });
const drawing = objectOf({
  id: text,
  anything: fc.oneof(fc.constant(1), junk),
  at: member(fc.constantFrom(1, null)),
  tags: member(fc.array(text, { maxLength: 2 })),
  shapes: member(fc.array(fc.oneof(circle, square), { maxLength: 3 })),
});

const hasNoFaults = async (body: object, isStrict: boolean): Promise<boolean> => {
  const options = { whitelist: isStrict, forbidNonWhitelisted: isStrict, forbidUnknownValues: true };
  return (await validate(shaped(() => Drawing, body) as object, options)).length === 0;
};

describe('the rules of a body', () => {
  it('are kept by what class-validator finds no fault with, and by nothing else', async () => {
    const seen = { kept: 0, broken: 0 };
    await fc.assert(
      fc.asyncProperty(drawing, fc.boolean(), async (body, isStrict) => {
        const isKept = keepsRules(body, Drawing, isStrict);
        expect(isKept).toBe(await hasNoFaults(body, isStrict));
        seen[isKept ? 'kept' : 'broken'] += 1;
      }),
      { numRuns: 2_000 },
    );
    expect(Math.min(seen.kept, seen.broken)).toBeGreaterThan(100);
  });

  it('are not told of a class that has none', () => {
    expect(keepsRules({}, WithoutRules, false)).toBe(false);
  });

  it('are those of the class, whatever a value has by its prototype', () => {
    const inherited = Object.create({ name: 'abc' }) as object;
    expect(keepsRules(inherited, Named, false)).toBe(false);
    expect(keepsRules({ name: 'abc' }, Named, false)).toBe(true);
  });
});
