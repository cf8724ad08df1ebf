import { describe, expect, it } from '@jest/globals';
import { entityTagOf, requireIfMatch, requireMatch } from './entity-tag.js';

const shown = { id: 'c1', name: 'Reset', updatedAt: new Date('2026-05-01T08:00:00Z') };
const tag = entityTagOf(shown);

describe('an entity tag', () => {
  it('is strong, and changes with whatever is shown', () => {
    expect(tag).toMatch(/^"[\w-]{43}"$/);
    expect(entityTagOf({ ...shown })).toBe(tag);
    expect(entityTagOf({ ...shown, updatedAt: new Date('2026-05-01T08:00:00.001Z') })).not.toBe(tag);
  });
});

describe('If-Match', () => {
  it.each([[undefined], ['*'], [tag], [`"other", ${tag}`], [` ${tag} ,"other"`]])('%s matches', (ifMatch) => {
    expect(() => {
      requireMatch(ifMatch, shown);
    }).not.toThrow();
  });

  it.each([[''], ['"other"'], [`W/${tag}`], [tag.slice(1, -1)], ['"*"']])('%s does not match', (ifMatch) => {
    expect(() => {
      requireMatch(ifMatch, shown);
    }).toThrow(expect.objectContaining({ status: 412, code: 'PreconditionFailed' }));
  });

  it('must be there where it is required, whatever it says', () => {
    expect(() => {
      requireIfMatch('*');
    }).not.toThrow();
    expect(() => {
      requireIfMatch(undefined);
    }).toThrow(expect.objectContaining({ status: 428, code: 'PreconditionRequired' }));
  });
});
