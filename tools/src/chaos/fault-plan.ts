import type { ChaosOptions, FaultChoice, Service } from './options.js';
import type { Random } from './random.js';

/** Something that goes wrong, all decided. `instance` counts from 0. */
export type Fault =
  | { kind: 'kill'; service: Service; instance: number }
  | { kind: 'stop'; service: Service; instance: number; forMs: number }
  | { kind: 'kafka'; how: 'crash' | 'pause'; forMs: number }
  | { kind: 'postgres'; how: 'crash' | 'restart'; forMs: number }
  | { kind: 'mail'; how: 'refuse' | 'hang' | 'drop'; forMs: number };

/** A fault, and how long after the end of the one before it begins. */
export interface PlannedFault {
  afterMs: number;
  fault: Fault;
}

/** Longer than the session timeout of a consumer: the others take over what it has. */
const stoppedForMs = 15_000;
const pausedForMs = 10_000;
/** One below what `npm start` bears, with one to spare for a service that ends by itself. */
const killsInAMinute = 3;
const minuteMs = 61_000;

/** Faults without end, every 5 to 15 s; each kind, and each service of a kind, comes once before any comes again. */
export function* faultPlan({ faults, instances }: Pick<ChaosOptions, 'faults' | 'instances'>, random: Random) {
  const making = new Map(faults.map((choice) => [choice, makerOf(choice, instances, random)]));
  const kills = new Map<string, number[]>();
  let clockMs = 0; // too early for faults that take their time: kills are only further apart than planned
  for (const choice of random.rounds(faults)) {
    const fault = making.get(choice)?.();
    if (!fault) continue;
    const atMs = Math.max(clockMs + random.integer(5_000, 15_000), earliestOf(fault, kills));
    yield { afterMs: atMs - clockMs, fault } satisfies PlannedFault;
    clockMs = atMs;
    if (fault.kind === 'kill') kills.set(programOf(fault), [...(kills.get(programOf(fault)) ?? []), atMs]);
  }
}

/** One line for people. */
export function faultText(fault: Fault): string {
  switch (fault.kind) {
    case 'kill':
      return `SIGKILL ${fault.service} ${fault.instance}`;
    case 'stop':
      return `SIGSTOP ${fault.service} ${fault.instance} for ${fault.forMs / 1000} s`;
    default:
      return `${fault.kind}: ${fault.how}, ${fault.forMs / 1000} s`;
  }
}

/** What makes the next fault of a kind. */
function makerOf(choice: FaultChoice, instances: number, random: Random): () => Fault | undefined {
  switch (choice.kind) {
    case 'kill':
    case 'stop':
      return making(random.rounds(choice.services), (service) => {
        const target = { service, instance: random.integer(0, instances - 1) };
        if (choice.kind === 'kill') return { kind: 'kill', ...target };
        return { kind: 'stop', ...target, forMs: choice.forMs ?? stoppedForMs };
      });
    case 'kafka':
    case 'postgres': {
      const { kind, forMs } = choice;
      if (forMs !== undefined) return () => ({ kind, how: 'crash', forMs });
      return kind === 'kafka' ? makerOfKafka(random) : makerOfPostgres(random);
    }
    case 'mail':
      return making(random.rounds(['refuse', 'hang', 'drop'] as const), (how) => {
        return { kind: 'mail', how, forMs: random.integer(2_000, 8_000) };
      });
  }
}

function makerOfKafka(random: Random): () => Fault | undefined {
  return making(random.rounds(['crash', 'pause'] as const), (how) => {
    return { kind: 'kafka', how, forMs: how === 'pause' ? pausedForMs : random.integer(500, 5_000) };
  });
}

function makerOfPostgres(random: Random): () => Fault | undefined {
  return making(random.rounds(['restart', 'crash'] as const), (how) => {
    return { kind: 'postgres', how, forMs: random.integer(500, 5_000) };
  });
}

function making<Choice>(rounds: Iterator<Choice, undefined>, make: (choice: Choice) => Fault): () => Fault | undefined {
  return () => {
    const next = rounds.next();
    return next.done ? undefined : make(next.value);
  };
}

/** When this fault may begin so that no program is killed more often than `npm start` bears. */
function earliestOf(fault: Fault, kills: Map<string, number[]>): number {
  if (fault.kind !== 'kill') return 0;
  const before = kills.get(programOf(fault))?.at(-killsInAMinute);
  return before === undefined ? 0 : before + minuteMs;
}

/** Names one process of a service. */
export function programOf({ service, instance }: { service: Service; instance: number }): string {
  return `${service} ${instance}`;
}
