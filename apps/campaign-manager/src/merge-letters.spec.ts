import type { Letter } from '@clarion/dead-letters';
import { describe, expect, it } from '@jest/globals';
import { mergeLetters } from './merge-letters.js';

const letters = (...ids: string[]) => ids.map((id) => ({ id }) as Letter);
const answers = [
  { service: 'feedback', deadLetters: letters('05', '02'), open: 7 },
  { service: 'data-fetcher', deadLetters: letters('04', '03'), open: 2 },
] as const;

describe('the dead letters of all services', () => {
  it('come newest first, each with its service, and the open ones are counted', () => {
    expect(mergeLetters(answers, 10)).toEqual({
      deadLetters: [
        { service: 'feedback', id: '05' },
        { service: 'data-fetcher', id: '04' },
        { service: 'data-fetcher', id: '03' },
        { service: 'feedback', id: '02' },
      ],
      open: 9,
    });
  });

  it('come in pages that leave none out', () => {
    const { deadLetters, next } = mergeLetters(answers, 2);
    expect([deadLetters.map(({ id }) => id), next]).toEqual([['05', '04'], '04']);
  });

  it('may go on where one service has filled the page alone', () => {
    expect(mergeLetters([{ service: 'feedback', deadLetters: letters('05', '02'), open: 7 }], 2).next).toBe('02');
  });

  it('are none where nobody has any', () => {
    expect(mergeLetters([{ service: 'feedback', deadLetters: [], open: 0 }], 2)).toEqual({ deadLetters: [], open: 0 });
  });
});
