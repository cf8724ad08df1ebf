import type { KafkaCredentials, KafkaSettings } from '@clarion/messaging';
import {
  bool,
  EnvError,
  makeValidator,
  port,
  str,
  url,
  type OptionalValidatorSpec,
  type RequiredValidatorSpec,
} from 'envalid';
import { httpSettings } from './http-settings.js';

const list = makeValidator<string[]>((value) => value.split(',').map((item) => item.trim()));
const mechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;
const mechanism = makeValidator<KafkaCredentials['mechanism']>((value) => {
  const known = mechanisms.find((one) => one === value.toLowerCase());
  if (known) return known;
  throw new EnvError(`must be one of ${mechanisms.join(', ')}`);
});
/** The three belong together: all or none. */
const ofCredentials = {
  default: undefined,
  requiredWhen: (settings: Record<string, unknown>) =>
    ['MECHANISM', 'USERNAME', 'PASSWORD'].some((name) => settings[`KAFKA_SASL_${name}`] !== undefined),
};

/** What every service reads from its environment (envalid specs); `PORT + 100` is the usual internal port. */
export function serviceSettings(defaultPort: number) {
  return {
    HOST: str({ default: '127.0.0.1', desc: 'address that both ports are bound to' }),
    PORT: port({ default: defaultPort }),
    INTERNAL_PORT: port({ default: defaultPort + 100 }),
    DATABASE_URL: url({ desc: 'Postgres, e.g. postgres://user:password@host:5432/database' }),
    KAFKA_BROKERS: list({ desc: 'host:port, separated by commas' }),
    KAFKA_SSL: bool({ default: false, desc: 'speak TLS with Kafka' }),
    KAFKA_SASL_MECHANISM: mechanism({ ...ofCredentials, desc: mechanisms.join(', ') }),
    KAFKA_SASL_USERNAME: str({ ...ofCredentials, desc: 'who this installation is to Kafka' }),
    KAFKA_SASL_PASSWORD: str({ ...ofCredentials, desc: 'its password' }),
    TOPIC_PREFIX: str({ default: '', desc: 'stands before the name of every topic and group' }),
    ...httpSettings(),
    SERVICE_TOKEN: str({ desc: 'shared by all services; opens /internal' }),
    LOG_LEVEL: str({ default: 'info', choices: ['debug', 'info', 'warn', 'error'] }),
  };
}

/** The values of `serviceSettings`. */
export type ServiceSettings = SettingsOf<ReturnType<typeof serviceSettings>>;

/** The values of envalid specs. */
export type SettingsOf<Specs> = {
  [Name in keyof Specs]: Specs[Name] extends OptionalValidatorSpec<infer Value>
    ? Value | undefined
    : Specs[Name] extends RequiredValidatorSpec<infer Value>
      ? Value
      : never;
};

/** Where Kafka is, and who we are there. */
export function kafkaSettingsOf(settings: ServiceSettings): KafkaSettings {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = settings;
  return {
    brokers: settings.KAFKA_BROKERS,
    topicPrefix: settings.TOPIC_PREFIX,
    ssl: settings.KAFKA_SSL,
    ...(mechanism && username && password && { sasl: { mechanism, username, password } }),
  };
}
