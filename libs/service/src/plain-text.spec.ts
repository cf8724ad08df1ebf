import { describe, expect, it } from '@jest/globals';
import { isPlainText } from './plain-text.js';

describe('plain text', () => {
  it.each(['', 'Clarion & Söhne', '日本語', '👩‍🚀', 'a"b<c>'])('may be %j', (text) => {
    expect(isPlainText(text)).toBe(true);
  });

  it.each(['a\r\nBcc: all@example.com', 'a\0', 'a\tb', '\u0085', '\ud800'])('is not %j', (text) => {
    expect(isPlainText(text)).toBe(false);
  });
});
