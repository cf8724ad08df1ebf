import { describe, expect, it } from '@jest/globals';
import { stepLine } from './steps.js';

describe('the line of a step', () => {
  it('has its name, time and note in the columns of all', () => {
    expect(stepLine('✓', 'Kafka', 2_345, '127.0.0.1:4092')).toBe('✓ Kafka                     2.3 s  127.0.0.1:4092');
    expect(stepLine('✓', 'topics', 12_000, '')).toBe('✓ topics                   12.0 s');
  });
});
