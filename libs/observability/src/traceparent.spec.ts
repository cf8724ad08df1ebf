import { describe, expect, it } from '@jest/globals';
import { continueTrace, newTraceparent, traceIdOf } from './traceparent.js';

describe('traceparent', () => {
  it('keeps the trace id and changes the parent id at each step', () => {
    const first = newTraceparent();
    const second = continueTrace(first);
    expect(traceIdOf(second)).toBe(traceIdOf(first));
    expect(second).not.toBe(first);
  });

  it.each([undefined, '', 'junk', '00-00000000000000000000000000000000-b7ad6b7169203331-01', '01-abc-def-00'])(
    'starts a new trace for %p',
    (parent) => {
      expect(traceIdOf(continueTrace(parent))).toMatch(/^[0-9a-f]{32}$/);
    },
  );

  it('keeps the sampling decision of the caller', () => {
    expect(continueTrace('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00')).toMatch(/-00$/);
  });
});
