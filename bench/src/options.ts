import { LocalServerError } from '@clarion/testing';
import { services } from '@clarion/tools';
import { parseArgs } from 'node:util';

/** The scenarios, in the order in which they run. */
export const scenarioNames = [
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
] as const;
export type ScenarioName = (typeof scenarioNames)[number];

/** What `npm run bench` is asked for. */
export interface BenchOptions {
  only: ScenarioName[];
  /** One JSON document instead of the table. */
  isJson: boolean;
  /** For correctness: small and quick, its figures mean nothing. */
  isShort: boolean;
  /** What the settings of consumers do is measured, and no scenario. */
  isOfSettings: boolean;
  /** The service whose CPU profile is wanted. */
  profile: (typeof services)[number] | undefined;
}

/**
 * Reads the arguments: `--only accept,unitary --json --short --profile channel-dispatcher`.
 *
 * @throws LocalServerError with a sentence for what cannot be meant
 */
export function readOptions(args: string[]): BenchOptions {
  const { only, json, short, settings, profile } = parsed(args);
  const chosen = only?.split(',').map((name) => oneOf(scenarioNames, name, 'scenario'));
  return {
    only: scenarioNames.filter((name) => chosen?.includes(name) ?? true),
    isJson: json,
    isShort: short,
    isOfSettings: settings,
    profile: profile === undefined ? undefined : oneOf(services, profile, 'service'),
  };
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        only: { type: 'string' },
        json: { type: 'boolean', default: false },
        short: { type: 'boolean', default: false },
        settings: { type: 'boolean', default: false },
        profile: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new LocalServerError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function oneOf<Name extends string>(names: readonly Name[], text: string, kind: string): Name {
  const name = names.find((one) => one === text);
  if (name) return name;
  throw new LocalServerError(`There is no ${kind} ${text}; choose from ${names.join(', ')}`);
}
