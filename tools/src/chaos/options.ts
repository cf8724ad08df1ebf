import { LocalServerError } from '@clarion/testing';
import { parseArgs } from 'node:util';
import { services } from '../programs.js';

/** A program that may be killed and stopped: all but the playground, which stands outside. */
export type Service = (typeof services)[number];

/** A kind of fault that may happen, and whom it may hit. */
export type FaultChoice = { kind: 'kill' | 'stop'; services: Service[] } | { kind: 'kafka' | 'postgres' | 'mail' };

/** What `npm run chaos` is asked for. */
export interface ChaosOptions {
  seed: number;
  faults: FaultChoice[];
  /** How many recipients the load names in all. */
  deliveries: number;
  /** How often every service runs. */
  instances: number;
}

/**
 * Reads the arguments: `--seed 7 --faults kill:feedback+data-fetcher,kafka --deliveries 2000 --instances 2`.
 *
 * @throws LocalServerError with a sentence for what cannot be meant
 */
export function readOptions(args: string[]): ChaosOptions {
  const { values } = parsed(args);
  return {
    seed: numberOf('seed', values.seed, 0, 2 ** 31),
    faults: values.faults.split(',').map(choiceOf),
    deliveries: numberOf('deliveries', values.deliveries, 100, 200_000),
    instances: numberOf('instances', values.instances, 1, 2),
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

function choiceOf(text: string): FaultChoice {
  const [kind, names] = text.split(':', 2);
  if (kind === 'kill' || kind === 'stop') {
    return { kind, services: names === undefined ? [...services] : names.split('+').map(serviceOf) };
  }
  if (names === undefined && (kind === 'kafka' || kind === 'postgres' || kind === 'mail')) return { kind };
  throw new LocalServerError(
    `There is no fault ${text}; choose from kill, stop, kafka, postgres, mail, kill:service+service`,
  );
}

function serviceOf(name: string): Service {
  const service = services.find((one) => one === name);
  if (service) return service;
  throw new LocalServerError(`There is no service ${name}; choose from ${services.join(', ')}`);
}
