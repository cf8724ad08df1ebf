import type { ContextSchema } from '@clarion/contracts';
import { schemaParts, type SchemaParts } from './schema-parts.js';
import { sampleText } from './sample-text.js';

const ofFormats: Record<string, string> = {
  date: '2026-12-24',
  time: '18:30:00Z',
  'date-time': '2026-12-24T18:30:00Z',
  email: 'ada@example.com',
  uri: 'https://shop.example/welcome',
  uuid: '0197f0c4-8f7e-7c2a-9d53-2b1f6a4e8d10',
};
const elementsShown = 2;

/**
 * A value that fits schemas that must all hold: those of campaigns, and of hand-written ones what bounds a value by itself.
 * Everything that they name is there, also what may be missing; lists have two elements where they may.
 * @param name of the value: what it looks like follows from it.
 */
export function sampleValue(schemas: readonly ContextSchema[], name: string): unknown {
  const parts = schemaParts(schemas);
  const [constant] = parts.said('const');
  if (constant !== undefined) return constant;
  const [choice] = parts.said('enum');
  if (Array.isArray(choice)) return choice[0];
  if (parts.mayBe('object') && parts.says('properties')) return sampleObject(parts);
  if (parts.mayBe('array') && (parts.says('items', 'prefixItems', 'minItems') || !parts.mayBe('string'))) {
    return sampleList(parts, name);
  }
  if (parts.mayBe('object') && !parts.mayBe('string')) return sampleObject(parts);
  return sampleScalar(parts, name);
}

function sampleObject({ said, schemas }: SchemaParts): object {
  const properties = said('properties') as Record<string, unknown>[];
  const names = new Set([...properties.flatMap(Object.keys), ...(said('required') as string[][]).flat()]);
  const valueOf = (name: string) =>
    schemas(properties.flatMap((each) => (Object.hasOwn(each, name) ? [each[name]] : [])));
  return Object.fromEntries([...names].map((name) => [name, sampleValue(valueOf(name), name)]));
}

function sampleList({ said, schemas, least, most }: SchemaParts, name: string): unknown[] {
  const first = said('prefixItems') as unknown[][];
  const wanted = Math.max(least('minItems'), elementsShown, ...first.map((each) => each.length));
  const length = Math.min(most('maxItems'), wanted);
  return Array.from({ length }, (_, index) => {
    const own = first.flatMap((each) => (index < each.length ? [each[index]] : []));
    return sampleValue(schemas(own.length > 0 ? own : said('items')), singular(name));
  });
}

function sampleScalar(parts: SchemaParts, name: string): unknown {
  const [format] = parts.said('format') as string[];
  if (format !== undefined && ofFormats[format] !== undefined) return ofFormats[format];
  const text = sampleText(name);
  const mayBeNumber = parts.mayBe('number') || parts.mayBe('integer');
  if (parts.mayBe('string') && (typeof text === 'string' || !mayBeNumber)) return boundedText(String(text), parts);
  if (mayBeNumber) return boundedNumber(typeof text === 'number' ? text : 2, parts);
  return parts.mayBe('boolean') ? true : null;
}

function boundedText(text: string, { least, most }: SchemaParts): string {
  return text.padEnd(least('minLength'), '-').slice(0, most('maxLength'));
}

function boundedNumber(number: number, { said, mayBe, least, most }: SchemaParts): number {
  const [multiple] = said('multipleOf') as number[];
  const step = multiple ?? (mayBe('number') ? undefined : 1);
  const stepped = step === undefined ? number : Math.round(number / step) * step;
  return Math.min(most('maximum'), Math.max(least('minimum'), stepped));
}

/** `item` of `items`. */
function singular(name: string): string {
  return name.replace(/s$/, '');
}
