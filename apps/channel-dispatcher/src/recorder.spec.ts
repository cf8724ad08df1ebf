import { DependencyUnavailable } from '@clarion/contracts';
import { createLogger } from '@clarion/observability';
import { describe, expect, it } from '@jest/globals';
import { Recorder } from './recorder.js';

const away = () => new DependencyUnavailable('postgres', new Error('away'));

describe('recording', () => {
  it('goes on until Postgres answers, and is over only then', async () => {
    const recorder = new Recorder(createLogger('test', 'silent'));
    const events: string[] = [];
    let tries = 0;
    const recorded = recorder.record(() => {
      tries += 1;
      if (tries < 3) return Promise.reject(away());
      events.push('recorded');
      return Promise.resolve(tries);
    });
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
    await recorder.isDone();
    events.push('something else begins');
    expect(await recorded).toBe(3);
    expect(events).toEqual(['recorded', 'something else begins']);
    await recorder.isDone();
  });

  it('tells of every other failure', async () => {
    const recorder = new Recorder(createLogger('test', 'silent'));
    await expect(recorder.record(() => Promise.reject(new Error('wrong')))).rejects.toThrow('wrong');
    await recorder.isDone();
  });
});
