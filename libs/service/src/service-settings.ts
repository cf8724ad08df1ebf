import { port, str, url, type ValidatorSpec } from 'envalid';
import { makeValidator } from 'envalid';

const list = makeValidator<string[]>((value) => value.split(',').map((item) => item.trim()));

/** What every service reads from its environment (envalid specs); `PORT + 100` is the usual internal port. */
export function serviceSettings(defaultPort: number) {
  return {
    HOST: str({ default: '127.0.0.1', desc: 'address that both ports are bound to' }),
    PORT: port({ default: defaultPort }),
    INTERNAL_PORT: port({ default: defaultPort + 100 }),
    DATABASE_URL: url({ desc: 'Postgres, e.g. postgres://user:password@host:5432/database' }),
    KAFKA_BROKERS: list({ desc: 'host:port, separated by commas' }),
    TOPIC_PREFIX: str({ default: '', desc: 'stands before the name of every topic and group' }),
    SERVICE_TOKEN: str({ desc: 'shared by all services; opens /internal' }),
    LOG_LEVEL: str({ default: 'info', choices: ['debug', 'info', 'warn', 'error'] }),
  };
}

/** The values of `serviceSettings`. */
export type ServiceSettings = {
  [Name in keyof ReturnType<typeof serviceSettings>]: ReturnType<typeof serviceSettings>[Name] extends ValidatorSpec<
    infer Value
  >
    ? Value
    : never;
};
