import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** What `npm run bench` runs once all is built. */
const benchProgram = join(import.meta.dirname, '../../bench/dist/main.js');

interface Scenario {
  name: string;
  unit: string;
  value: number;
  ceiling: number;
  ratio: number;
  samples: number[];
  lost: number;
  doubled: number;
}

interface Document {
  scenarios: Scenario[];
  environment: Record<string, unknown>;
}

/** `npm run bench` in its short form. What it measures is not looked at: only that it measures, and loses nothing. */
describe('bench', () => {
  it('says of every scenario what came out beside its ceiling, in one document, and loses and doubles nothing', async () => {
    // It takes with it whatever it has started; it fails, and so do we, where its exit code is not 0.
    const { stdout } = await promisify(execFile)(process.execPath, [benchProgram, '--short', '--json'], {
      env: { ...process.env, NODE_OPTIONS: '' },
      timeout: 870_000,
      killSignal: 'SIGTERM',
    });
    const { scenarios, environment } = JSON.parse(stdout) as Document;
    expect(scenarios.map(({ name }) => name)).toEqual([
      'accept',
      'kafka-ingress',
      'unitary',
      'high-throughput-1',
      'high-throughput-20',
      'audience',
      'fetch',
      'mixed',
      'growth',
      'definitions',
    ]);
    for (const { name, unit, value, ceiling, ratio, samples, lost, doubled } of scenarios) {
      expect({ name, lost, doubled }).toEqual({ name, lost: 0, doubled: 0 });
      expect(unit).not.toBe('');
      expect({ name, isThere: value > 0 }).toEqual({ name, isThere: true });
      expect(Math.abs(ratio - value / ceiling)).toBeLessThan(0.01 * ratio + 0.001);
      expect(samples).toHaveLength(1);
    }
    const stated = ['cpu', 'cores', 'memoryGb', 'os', 'node', 'postgres', 'kafka', 'date', 'commit'];
    expect(Object.keys(environment)).toEqual(expect.arrayContaining(stated));
  }, 900_000);
});
