import { testBrokers, topicPrefix, waitFor } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GroupUnderTest, ready } from './group-under-test.js';
import { done, reject, retry, skip } from './outcome.js';

describe('the outcomes of a batch', () => {
  let group: GroupUnderTest;
  const handed: string[] = [];
  const lettersOf = (count: number) =>
    waitFor(() => (group.letters.length >= count ? group.letters : undefined), {
      what: `${count} dead letters`,
      timeoutMs: 20_000,
    });

  beforeAll(async () => {
    group = new GroupUnderTest({ brokers: testBrokers(), topicPrefix: topicPrefix() });
    await group.createTopics(1);
    group.readLetters();
    await group.publisher.publish(['done', 'skip', 'retry', 'reject', 'last'].map((id) => ready(id)));
    await group.join((batch) =>
      batch.map(({ id }) => {
        const isFirst = !handed.includes(id);
        handed.push(id);
        if (id === 'skip') return skip('not for us');
        if (id === 'retry' && isFirst) return retry('not now');
        return id === 'reject' ? reject('never') : done;
      }),
    );
  });

  afterAll(async () => {
    await group.stop();
    expect(group.failures).toEqual([]);
  });

  it('hold for each event by itself: only what is to be retried comes again, only what is rejected is a dead letter', async () => {
    await waitFor(() => (handed.length >= 6 ? true : undefined), { what: 'the retry', timeoutMs: 20_000 });
    expect(handed).toEqual(['done', 'skip', 'retry', 'reject', 'last', 'retry']);
    expect(await lettersOf(1)).toMatchObject([{ headers: { ce_id: 'reject' }, cause: { reason: 'never' } }]);
  });

  it('are unreadable for a retry of a version that the group does not read, or of no event at all', async () => {
    const { headers, value } = { headers: { ce_id: 'v2', 'clarion-topic': 'execution.ready.v2' }, value: '{}' };
    await group.publisher.send([
      { topic: 'readers.retry', key: 'k', value, headers },
      { topic: 'readers.retry', key: 'k', value: null, headers: {} },
      { topic: 'readers.retry', key: 'k', value, headers: { 'clarion-topic': 'execution.ready.v1' } },
    ]);
    const reasons = (await lettersOf(4)).slice(1).map(({ cause }) => cause);
    expect(reasons).toEqual([
      { errorClass: 'unreadable', reason: 'of execution.ready.v2, which this group does not read' },
      { errorClass: 'unreadable', reason: 'of , which this group does not read' },
      { errorClass: 'unreadable', reason: 'not a CloudEvent 1.0' },
    ]);
  });

  it('go on for what comes after', async () => {
    await group.publisher.publish([ready('after')]);
    await waitFor(() => (handed.includes('after') ? true : undefined), { what: 'the next event', timeoutMs: 20_000 });
  });
});
