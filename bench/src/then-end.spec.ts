import { describe, expect, it } from '@jest/globals';
import { thenEnd } from './then-end.js';

describe('what was started for some work', () => {
  const ended: string[] = [];
  const ends = (name: string) => () => Promise.resolve(void ended.push(name));
  const cannotEnd = (name: string) => () => {
    ended.push(name);
    throw new Error(`${name} cannot be ended`);
  };
  const works = () => Promise.resolve('its result');
  const fails = () => Promise.reject(new Error('the work failed'));

  it.each([
    { name: 'it succeeds', work: works },
    { name: 'it fails', work: fails },
  ])('is ended once the work is done, the last first, when $name', async ({ work }) => {
    ended.length = 0;
    const stops = [ends('first')];
    const working = () => {
      stops.push(ends('second'));
      expect(ended).toEqual([]);
      return work();
    };
    await thenEnd(working, stops).catch(() => undefined);
    expect(ended).toEqual(['second', 'first']);
  });

  it('is ended, all of it, also where something cannot be', async () => {
    ended.length = 0;
    const ending = thenEnd(works, [ends('first'), cannotEnd('second'), cannotEnd('third')]);
    await expect(ending).rejects.toThrow('third cannot be ended');
    expect(ended).toEqual(['third', 'second', 'first']);
  });

  it('hides neither the result of the work nor why it failed', async () => {
    await expect(thenEnd(works, [ends('first')])).resolves.toBe('its result');
    await expect(thenEnd(fails, [cannotEnd('first')])).rejects.toThrow('the work failed');
  });
});
