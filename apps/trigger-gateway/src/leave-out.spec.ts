import { describe, expect, it } from '@jest/globals';
import { leaveOut } from './leave-out.js';

const all = { indexes: [0, 1, 2], refused: [] };
const fault = (pointer: string) => ({ pointer, detail: 'is wrong' });
const leave = (before: typeof all, ...pointers: string[]) =>
  leaveOut(['a', 'b', 'c'].slice(-before.indexes.length), before, {
    code: 'InvalidRequest',
    faults: pointers.map(fault),
  });

describe('what is left of the recipients of a call', () => {
  it('is those whom no fault is about', () => {
    expect(leave(all, '/recipients/1/userId', '/recipients/1')).toEqual({
      recipients: ['a', 'c'],
      leftover: {
        indexes: [0, 2],
        refused: [
          {
            index: 1,
            code: 'InvalidRequest',
            errors: [fault('/recipients/1/userId'), fault('/recipients/1')],
          },
        ],
      },
    });
  });

  it('is named by their places in the call as it was sent, also when some were left out before', () => {
    const left = leaveOut(
      ['b', 'c'],
      { indexes: [1, 2], refused: [{ index: 0, code: 'InvalidRequest', errors: [fault('/recipients/0')] }] },
      { code: 'ContextInvalid', faults: [fault('/recipients/0/context/a')] },
    );
    expect(left).toMatchObject({
      recipients: ['c'],
      leftover: {
        indexes: [2],
        refused: [{ index: 0 }, { index: 1, code: 'ContextInvalid', errors: [fault('/recipients/1/context/a')] }],
      },
    });
  });

  it('is nothing where a fault is about more than a recipient, or about each', () => {
    expect(leave(all, '/recipients/0', '/campaignId')).toEqual({
      faults: [fault('/recipients/0'), fault('/campaignId')],
    });
    expect(leave(all, '/recipients')).toEqual({ faults: [fault('/recipients')] });
    expect(leave(all, '/recipients/0', '/recipients/1/x', '/recipients/2')).toMatchObject({
      faults: [{ pointer: '/recipients/0' }, { pointer: '/recipients/1/x' }, { pointer: '/recipients/2' }],
    });
  });
});
