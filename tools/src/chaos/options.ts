import { LocalServerError } from '@clarion/testing';
import { parseArgs } from 'node:util';
import { services } from '../programs.js';

/** A program that may be killed and stopped: all but the playground, which stands outside. */
export type Service = (typeof services)[number];

/** A kind of fault that may happen, whom it may hit, and for how long where that is not left to chance. */
export type FaultChoice =
  | { kind: 'kill'; services: Service[] }
  | { kind: 'stop'; services: Service[]; forMs?: number }
  | { kind: 'kafka' | 'postgres'; forMs?: number }
  | { kind: 'mail' };

/** What `npm run chaos` is asked for. */
export interface ChaosOptions {
  seed: number;
  faults: FaultChoice[];
  /** How many recipients the load names in all. */
  deliveries: number;
  /** How often every service runs. */
  instances: number;
  /** Over which time the load is spread; chosen by its size where it is absent. */
  loadMs?: number;
}

/**
 * Reads the arguments: `--seed 7 --faults kill:feedback+data-fetcher,kafka:60 --deliveries 2000 --instances 2`.
 *
 * @throws LocalServerError with a sentence for what cannot be meant
 */
export function readOptions(args: string[]): ChaosOptions {
  const { values } = parsed(args);
  const { seconds } = values;
  return {
    seed: numberOf('seed', values.seed, 0, 2 ** 31),
    faults: values.faults.split(',').map(choiceOf),
    deliveries: numberOf('deliveries', values.deliveries, 100, 200_000),
    instances: numberOf('instances', values.instances, 1, 2),
    ...(seconds !== undefined && { loadMs: numberOf('seconds', seconds, 5, 3_600) * 1_000 }),
  };
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        seed: { type: 'string', default: '1' },
        faults: { type: 'string', default: 'kill,stop,kafka,postgres,mail' },
        deliveries: { type: 'string', default: '20000' },
        instances: { type: 'string', default: '1' },
        seconds: { type: 'string' },
      },
    });
  } catch (error) {
    throw new LocalServerError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function numberOf(name: string, text: string, min: number, max: number): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isInteger(number) && number >= min && number <= max) return number;
  throw new LocalServerError(`--${name} ${text} is no whole number from ${min} to ${max}`);
}

/** `kind`, and after colons where they fit: `service+service`, and whole seconds. */
function choiceOf(text: string): FaultChoice {
  const [kind, ...details] = text.split(':');
  const seconds = /^[1-9]\d{0,2}$/.test(details.at(-1) ?? '') ? Number(details.pop()) : undefined;
  const forMs = seconds !== undefined && { forMs: seconds * 1_000 };
  const [names, ...tooMany] = details;
  if (tooMany.length === 0) {
    const victims = () => (names === undefined ? [...services] : names.split('+').map(serviceOf));
    if (kind === 'kill' && !forMs) return { kind, services: victims() };
    if (kind === 'stop') return { kind, services: victims(), ...forMs };
    if (names === undefined && (kind === 'kafka' || kind === 'postgres')) return { kind, ...forMs };
    if (names === undefined && kind === 'mail' && !forMs) return { kind };
  }
  throw new LocalServerError(
    `There is no fault ${text}; choose from kill, stop, kafka, postgres, mail, kill:service+service, ` +
      'stop:service:seconds, kafka:seconds, postgres:seconds',
  );
}

function serviceOf(name: string): Service {
  const service = services.find((one) => one === name);
  if (service) return service;
  throw new LocalServerError(`There is no service ${name}; choose from ${services.join(', ')}`);
}
