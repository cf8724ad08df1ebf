import { describe, expect, it } from '@jest/globals';
import { hashSecret, isSecret } from './secret.js';

describe('a secret', () => {
  it('is known again by its hash', () => {
    expect(isSecret('s3cret', hashSecret('s3cret'))).toBe(true);
  });

  it('is told from every other', () => {
    expect(isSecret('s3cret ', hashSecret('s3cret'))).toBe(false);
    expect(isSecret('', hashSecret('s3cret'))).toBe(false);
  });
});
