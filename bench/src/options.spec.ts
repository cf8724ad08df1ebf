import { LocalServerError } from '@clarion/testing';
import { describe, expect, it } from '@jest/globals';
import { readOptions, scenarioNames } from './options.js';

describe('the options of the bench', () => {
  it('are all scenarios, in full and as a table, unless told', () => {
    expect(readOptions([])).toEqual({
      only: [...scenarioNames],
      isJson: false,
      isShort: false,
      isOfSettings: false,
      profile: undefined,
    });
  });

  it('choose scenarios, each once and in their own order', () => {
    expect(readOptions(['--only', 'unitary,accept,unitary']).only).toEqual(['accept', 'unitary']);
  });

  it.each([['--only', 'speed'], ['--only', ''], ['--profile', 'postgres'], ['--fast'], ['accept']])(
    'refuse what there is not: %s %s',
    (...args) => {
      expect(() => readOptions(args)).toThrow(LocalServerError);
    },
  );
});
