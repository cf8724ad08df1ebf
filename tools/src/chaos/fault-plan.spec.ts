import { describe, expect, it } from '@jest/globals';
import { faultPlan, type Fault, type PlannedFault } from './fault-plan.js';
import { readOptions } from './options.js';
import { Random } from './random.js';

function planned(seed: number, faults: string, count: number, instances = 1): PlannedFault[] {
  const plan = faultPlan({ ...readOptions(['--faults', faults]), instances }, new Random(seed, 'faults'));
  return Array.from({ length: count }, () => plan.next().value as PlannedFault);
}

const program = ({ fault }: PlannedFault) => ('service' in fault ? `${fault.service} ${fault.instance}` : fault.kind);

describe('the plan of faults', () => {
  it('follows from the seed alone', () => {
    const all = 'kill,stop,kafka,postgres,mail';
    expect(planned(7, all, 50)).toEqual(planned(7, all, 50));
    expect(planned(7, all, 50)).not.toEqual(planned(8, all, 50));
  });

  it('has a fault every 5 to 15 s', () => {
    const pauses = planned(7, 'stop,kafka,postgres,mail', 200).map(({ afterMs }) => afterMs);
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(5_000);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(15_000);
  });

  it('has only the kinds that were asked for, and each of them in every round', () => {
    const kinds = planned(3, 'kafka,postgres,mail', 9).map(({ fault }) => fault.kind);
    const round = (from: number) => kinds.slice(from, from + 3).toSorted();
    expect([round(0), round(3), round(6)]).toEqual(Array(3).fill(['kafka', 'mail', 'postgres']));
  });

  it('hits only the services that were named, and all of their processes', () => {
    const hit = new Set(planned(3, 'kill:feedback+data-fetcher', 60, 2).map(program));
    expect([...hit].toSorted()).toEqual(['data-fetcher 0', 'data-fetcher 1', 'feedback 0', 'feedback 1']);
  });

  it.each([1, 2, 3])('kills no program more than three times within a minute (seed %d)', (seed) => {
    const ends = new Map<string, number[]>();
    let clockMs = 0;
    for (const one of planned(seed, 'kill:feedback+data-fetcher', 100)) {
      clockMs += one.afterMs;
      const before = ends.get(program(one)) ?? [];
      expect(clockMs - (before.at(-3) ?? -Infinity)).toBeGreaterThan(60_000);
      ends.set(program(one), [...before, clockMs]);
    }
  });

  it('keeps a server away, and a service stopped, for as long as was asked', () => {
    const faults = planned(3, 'stop:feedback:35,kafka:60,postgres:20', 9).map(({ fault }) => fault);
    expect(faults).toContainEqual({ kind: 'stop', service: 'feedback', instance: 0, forMs: 35_000 });
    expect(faults.filter(({ kind }) => kind === 'kafka')).toEqual(
      Array(3).fill({ kind: 'kafka', how: 'crash', forMs: 60_000 }),
    );
    expect(faults.filter(({ kind }) => kind === 'postgres')).toEqual(
      Array(3).fill({ kind: 'postgres', how: 'crash', forMs: 20_000 }),
    );
  });

  it('stops a service for longer than the session timeout of a consumer', () => {
    const stopped = planned(3, 'stop', 6).map(({ fault }) => fault as Extract<Fault, { kind: 'stop' }>);
    expect(stopped.map(({ forMs }) => forMs)).toEqual(Array(6).fill(15_000));
  });
});
