/** What the playground is told from outside. Ports may be 0: any free one. */
export interface Config {
  readonly host: string;
  readonly httpPort: number;
  readonly smtpPort: number;
  /** How many messages are kept; the oldest go first. */
  readonly maxMessages: number;
  readonly logLevel: LogLevel;
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Every setting that is wrong, each as one sentence. */
export class InvalidConfig extends Error {
  override readonly name = 'InvalidConfig';

  constructor(readonly problems: readonly string[]) {
    super(`The configuration is not valid: ${problems.join('; ')}.`);
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads `HOST`, `PORT`, `SMTP_PORT`, `MAX_MESSAGES` and `LOG_LEVEL`; throws one `InvalidConfig` that names all errors. */
export function readConfig(environment: Environment): Config {
  const problems: string[] = [];

  const whole = (name: string, fallback: number, min: number, max: number): number => {
    const given = environment[name]?.trim();
    if (!given) return fallback;
    const value = /^\d+$/.test(given) ? Number(given) : NaN;
    if (value >= min && value <= max) return value;
    problems.push(`${name} must be a whole number from ${min} to ${max}, not "${given}"`);
    return fallback;
  };
  const level = (): LogLevel => {
    const given = environment['LOG_LEVEL']?.trim() || 'info';
    const found = logLevels.find((known) => known === given);
    if (!found) problems.push(`LOG_LEVEL must be one of ${logLevels.join(', ')}, not "${given}"`);
    return found ?? 'info';
  };

  const config: Config = {
    host: environment['HOST']?.trim() || '127.0.0.1',
    httpPort: whole('PORT', 4010, 0, 65_535),
    smtpPort: whole('SMTP_PORT', 4025, 0, 65_535),
    maxMessages: whole('MAX_MESSAGES', 50_000, 1, 1_000_000),
    logLevel: level(),
  };
  if (config.httpPort !== 0 && config.httpPort === config.smtpPort) {
    problems.push(`PORT and SMTP_PORT must differ, both are ${config.httpPort}`);
  }
  if (problems.length > 0) throw new InvalidConfig(problems);
  return config;
}
