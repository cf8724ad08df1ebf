import { describe, expect, it } from '@jest/globals';
import { PartitionRuns } from './partition-runs.js';

const offsets = ['8', '9', '10', '11'];

describe('the work on partitions', () => {
  it('goes on at once where nothing is worked on', async () => {
    expect(await new PartitionRuns().begin('t/0', offsets)).toMatchObject({ left: 4, run: { isLost: false } });
  });

  it('waits for the earlier batch of the partition, which is to end, and leaves out what that one committed', async () => {
    const runs = new PartitionRuns();
    const { run: first } = await runs.begin('t/0', offsets);
    const second = runs.begin('t/0', offsets);
    let hasBegun = false;
    void second.then(() => (hasBegun = true));
    await Promise.resolve();
    expect([first.isSuperseded, hasBegun]).toEqual([true, false]);
    first.committed('9');
    first.end();
    expect(await second).toMatchObject({ left: 2, run: { isSuperseded: false } });
  });

  it('leaves out what an earlier batch committed also when one between them did nothing', async () => {
    const runs = new PartitionRuns();
    const { run: first } = await runs.begin('t/0', offsets);
    const second = runs.begin('t/0', offsets);
    const third = runs.begin('t/0', offsets);
    first.committed('10');
    first.end();
    (await second).run.end();
    expect((await third).left).toBe(1);
  });

  it('does not wait for other partitions', async () => {
    const runs = new PartitionRuns();
    await runs.begin('t/0', offsets);
    expect((await runs.begin('t/1', offsets)).left).toBe(4);
  });

  it('is lost with a partition that goes to another member, and does again what was done when it comes back', async () => {
    const runs = new PartitionRuns();
    const { run } = await runs.begin('t/0', offsets);
    run.committed('9');
    runs.assign(new Set(['t/1']));
    expect(run.isLost).toBe(true);
    runs.assign(new Set(['t/0']));
    const again = runs.begin('t/0', offsets);
    run.end();
    expect((await again).left).toBe(4);
  });
});
