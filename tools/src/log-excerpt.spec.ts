import { describe, expect, it } from '@jest/globals';
import { logExcerpt } from './log-excerpt.js';

describe('the end of a log', () => {
  it('tells level, message and error of structured lines', () => {
    const text = [
      '{"level":"info","time":1,"msg":"trigger-gateway listens","port":4001}',
      '{"level":50,"time":2,"msg":"could not start","err":{"type":"Error","message":"relation is missing"}}',
    ].join('\n');
    expect(logExcerpt(text)).toBe('  info: trigger-gateway listens\n  error: could not start: relation is missing');
  });

  it('does not say an error twice', () => {
    const line = '{"level":60,"msg":"ended: out of memory","err":{"message":"out of memory"}}';
    expect(logExcerpt(line)).toBe('  fatal: ended: out of memory');
  });

  it('leaves plain lines, and what only looks structured, as they are', () => {
    expect(logExcerpt("SyntaxError: Unexpected token '}'\n{broken\n{}")).toBe(
      "  SyntaxError: Unexpected token '}'\n  {broken\n  {}",
    );
  });

  it('has the last lines only, without empty ones', () => {
    expect(logExcerpt('one\n\ntwo\n\nthree\n\n', 2)).toBe('  two\n  three');
  });
});
