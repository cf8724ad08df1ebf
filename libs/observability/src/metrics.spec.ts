import { describe, expect, it } from '@jest/globals';
import { createLogger } from './logger.js';
import { Metrics } from './metrics.js';

describe('the metrics of a service', () => {
  const newMetrics = () => new Metrics('feedback', createLogger('test', 'silent'));
  const linesOf = async (metrics: Metrics) => (await metrics.scrape()).text.split('\n');

  it('count the events that were handled, by group and outcome', async () => {
    const metrics = newMetrics();
    metrics.eventHandled('feedback', 'done');
    metrics.eventHandled('feedback', 'done');
    metrics.eventHandled('feedback', 'reject');
    expect(await linesOf(metrics)).toEqual(
      expect.arrayContaining([
        'clarion_events_handled_total{group="feedback",outcome="done",service="feedback"} 2',
        'clarion_events_handled_total{group="feedback",outcome="reject",service="feedback"} 1',
      ]),
    );
  });

  it('have what a service counts and measures by itself', async () => {
    const metrics = newMetrics();
    metrics.counter({ name: 'calls_total', help: 'Calls', labels: ['to'] }).inc({ to: 'a' }, 2);
    metrics.histogram({ name: 'wait_seconds', help: 'Wait', labels: ['to'] }, [1, 5]).observe({ to: 'a' }, 3);
    expect(await linesOf(metrics)).toEqual(
      expect.arrayContaining([
        'calls_total{to="a",service="feedback"} 2',
        'wait_seconds_bucket{le="1",service="feedback",to="a"} 0',
        'wait_seconds_bucket{le="5",service="feedback",to="a"} 1',
      ]),
    );
  });

  it('have what is read at a scrape as it is then', async () => {
    const metrics = newMetrics();
    const depths = new Map([['a', 3]]);
    metrics.readWhenScraped({ name: 'depth', help: 'Depth', label: 'group', read: () => Promise.resolve(depths) });
    expect(await linesOf(metrics)).toContain('depth{group="a",service="feedback"} 3');
    depths.clear();
    depths.set('b', 0);
    const lines = await linesOf(metrics);
    expect(lines).toContain('depth{group="b",service="feedback"} 0');
    expect(lines.filter((line) => line.includes('group="a"'))).toEqual([]);
  });

  it('go on without what cannot be read now', async () => {
    const metrics = newMetrics();
    metrics.readWhenScraped({
      name: 'depth',
      help: 'Depth',
      label: 'group',
      read: () => Promise.reject(new Error('postgres is away')),
    });
    const lines = await linesOf(metrics);
    expect(lines.filter((line) => line.startsWith('depth'))).toEqual([]);
    expect(lines.some((line) => line.startsWith('process_cpu_seconds_total'))).toBe(true);
  });
});
