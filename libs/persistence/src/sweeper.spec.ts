import { createLogger } from '@clarion/observability';
import { describe, expect, it } from '@jest/globals';
import { Sweeper } from './sweeper.js';

const logger = createLogger('sweeper-test', 'silent');
const options = { portion: 10, intervalMs: 60_000, logger, onFailure: 'not removed' };

/** A removal of so many rows in all, and how often it was asked. */
function rows(count: number) {
  const asked = { times: 0 };
  let left = count;
  const remove = () => {
    asked.times += 1;
    const removed = Math.min(left, options.portion);
    left -= removed;
    return Promise.resolve(removed);
  };
  return { asked, remove };
}

describe('a sweeper', () => {
  it('removes until a portion is not full, one kind after the other, and says how many went', async () => {
    const [many, few] = [rows(25), rows(3)];
    expect(await new Sweeper([many.remove, few.remove], options).sweep()).toBe(28);
    expect([many.asked.times, few.asked.times]).toEqual([3, 1]);
  });

  it('asks again after a full portion, since more may be left', async () => {
    const full = rows(10);
    expect(await new Sweeper([full.remove], options).sweep()).toBe(10);
    expect(full.asked.times).toBe(2);
  });

  it('removes nothing more once it is stopped', async () => {
    const many = rows(100);
    const stopping = new Sweeper(
      [
        async () => {
          void stopping.stop();
          return many.remove();
        },
        many.remove,
      ],
      options,
    );
    expect(await stopping.sweep()).toBe(10);
    expect(many.asked.times).toBe(1);
  });

  it('leaves an error to who asks for a sweep', async () => {
    const sweeper = new Sweeper([() => Promise.reject(new Error('away'))], options);
    await expect(sweeper.sweep()).rejects.toThrow('away');
  });
});
