import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonOfYaml, yamlOf } from './yaml.js';

describe('YAML', () => {
  it('says any JSON, and is read back as the same', () => {
    const json = fc.jsonValue({ maxDepth: 4, stringUnit: 'grapheme' });
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(jsonOfYaml(yamlOf(value)))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 300 },
    );
  });

  it('has a template on as many lines as it has', () => {
    expect(yamlOf({ html: '<p>\n  {{context.link}}\n</p>\n' })).toBe('html: |\n  <p>\n    {{context.link}}\n  </p>\n');
  });

  it('takes what looks like a time, or yes and no, as text', () => {
    expect(jsonOfYaml('at: 2026-05-01T08:00:00Z\nlocale: no')).toBe('{"at":"2026-05-01T08:00:00Z","locale":"no"}');
  });

  it.each([
    ['an anchor', 'a: &a [1]\nb: *a'],
    ['an alias of nothing', 'a: *a'],
    ['a member that is there twice', 'a: 1\na: 2'],
    ['a tag of its own', 'a: !secret b'],
    ['a second document', 'a: 1\n---\nb: 2'],
    ['a bracket that is not closed', 'a: [1, 2'],
    ['nesting without end', `a: ${'['.repeat(100_000)}`],
  ])('is refused with %s', (_, yaml) => {
    expect(() => jsonOfYaml(yaml)).toThrow(/^The body is not YAML that is taken here: /);
  });

  it('says where it is wrong', () => {
    expect(() => jsonOfYaml('a: 1\nb: &x 2\nc: 3')).toThrow(/anchors \(2:/);
    expect(() => jsonOfYaml('a: 1\na: 2')).toThrow(/duplicated mapping key \(2:1\)/);
  });

  it.each(['', '# nothing'])('is null where it says nothing: %p', (yaml) => {
    expect(jsonOfYaml(yaml)).toBe('null');
  });
});
