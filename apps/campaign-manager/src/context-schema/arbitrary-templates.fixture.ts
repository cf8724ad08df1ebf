import fc from 'fast-check';

/** What a part of a template stands in. */
interface Surroundings {
  /** How many `each` and `with` are around. */
  depth: number;
  /** Whether its texts and conditions may be values from outside its loop. */
  readsOutside: boolean;
}

const texts = ['s1', 's2', 's3'];
const objects = ['o1', 'o2'];
const lists = ['l1', 'l2'];

/**
 * Templates over objects that all have the same members: `s…` texts, `o…` objects and `l…` lists of objects, so that no value
 * is used as two kinds of thing.
 */
export function arbitraryTemplate(readsOutside: boolean): fc.Arbitrary<string> {
  return body({ depth: 0, readsOutside }, 3);
}

/** Contexts for them: every member may be missing, null or blank. */
export const arbitraryContext = fc.letrec<{ object: Record<string, unknown> }>((tie) => {
  const text = fc.constantFrom('x', 'x', 'x', 5, true, '', 0, false, null);
  const depth = { maxDepth: 2, depthIdentifier: 'context' };
  const object = fc.oneof({ ...depth, withCrossShrink: true }, fc.constant(null), tie('object'));
  const list = fc.oneof(depth, fc.constant(null), fc.array(tie('object'), { maxLength: 2 }));
  const members: [string, fc.Arbitrary<unknown>][] = [
    ...texts.map((name): [string, fc.Arbitrary<unknown>] => [name, text]),
    ...objects.map((name): [string, fc.Arbitrary<unknown>] => [name, object]),
    ...lists.map((name): [string, fc.Arbitrary<unknown>] => [name, list]),
  ];
  return { object: fc.record<Record<string, unknown>>(Object.fromEntries(members), { requiredKeys: [] }) };
}).object;

function body(around: Surroundings, levels: number): fc.Arbitrary<string> {
  return fc.array(statement(around, levels), { minLength: 1, maxLength: 3 }).map((parts) => parts.join(''));
}

function statement(around: Surroundings, levels: number): fc.Arbitrary<string> {
  const text = path(around, texts);
  const output = text.map((place) => `{{${place}}}`);
  const ofDefault = fc
    .tuple(text, fc.oneof(fc.constant('"x"'), text))
    .map(([one, other]) => `{{default ${one} ${other}}}`);
  if (levels === 0) return fc.oneof(output, ofDefault);
  const condition = fc
    .tuple(
      fc.constantFrom('if', 'unless'),
      path(around, [...texts, ...objects, ...lists]),
      body(around, levels - 1),
      fc.option(body(around, levels - 1), { nil: undefined }),
    )
    .map(blockOf);
  const deeper = { ...around, depth: around.depth + 1 };
  const about = (name: string, places: string[]) =>
    fc
      .tuple(
        fc.constant(name),
        // What is gone through twice at once would be one level for Handlebars.
        path({ ...around, readsOutside: false }, places),
        body(deeper, levels - 1),
        fc.option(body(around, levels - 1), { nil: undefined }),
      )
      .map(blockOf);
  return fc.oneof(output, ofDefault, condition, about('with', objects), about('each', lists));
}

function blockOf([name, place, content, otherwise]: [string, string, string, string | undefined]): string {
  return `{{#${name} ${place}}}${content}${otherwise === undefined ? '' : `{{else}}${otherwise}`}{{/${name}}}`;
}

function path({ depth, readsOutside }: Surroundings, last: string[]): fc.Arbitrary<string> {
  const inner = fc.tuple(fc.array(fc.constantFrom(...objects), { maxLength: 1 }), fc.constantFrom(...last));
  const start =
    depth === 0 ? ['context.'] : ['', ...(readsOutside ? ['@root.context.', '../'.repeat(depth) + 'context.'] : [])];
  return fc
    .tuple(fc.constantFrom(...start), inner)
    .map(([from, [through, name]]) => from + [...through, name].join('.'));
}
