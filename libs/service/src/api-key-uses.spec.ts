import { createLogger } from '@clarion/observability';
import { describe, expect, it } from '@jest/globals';
import { ApiKeyUses, type ApiKeyUse } from './api-key-uses.js';

const logger = createLogger('test', 'silent');

describe('the use of keys', () => {
  it('is told once a key, however often it was used', async () => {
    const told: ApiKeyUse[][] = [];
    const uses = new ApiKeyUses((some) => Promise.resolve(void told.push(some)), logger);
    for (const keyId of ['a', 'b', 'a', 'a']) uses.note(keyId);
    await uses.stop();
    await uses.stop();
    expect(told).toHaveLength(1);
    expect(told[0]?.map(({ keyId }) => keyId)).toEqual(['a', 'b']);
  });

  it('is told later where it could not be told', async () => {
    const told: ApiKeyUse[] = [];
    let isAway = true;
    const tell = (some: ApiKeyUse[]) =>
      isAway ? Promise.reject(new Error('away')) : Promise.resolve(void told.push(...some));
    const uses = new ApiKeyUses(tell, logger);
    uses.note('a');
    await uses.stop();
    uses.note('b');
    isAway = false;
    await uses.stop();
    expect(told.map(({ keyId }) => keyId).sort()).toEqual(['a', 'b']);
  });
});
