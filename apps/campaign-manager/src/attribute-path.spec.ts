import { describe, expect, it } from '@jest/globals';
import { isAttributePath } from './attribute-path.js';

describe('the path of an attribute', () => {
  it.each(['city', 'homeAddress.city', 'a.b.c.d.e.f.g.h.i.j', '_tenant.größe'])('may be %s', (path) => {
    expect(isAttributePath(path)).toBe(true);
  });

  it.each(['', '.', 'a.', '.a', 'a..b', 'a. .b', 'a.b.c.d.e.f.g.h.i.j.k', 'a\0', 'half \ud83d', 'a'.repeat(321), 7])(
    'is not %j',
    (path) => {
      expect(isAttributePath(path)).toBe(false);
    },
  );
});
