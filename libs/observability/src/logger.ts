import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';

export type { Logger } from 'pino';

/** Nest's token for a service's logger. */
export const LOGGER = Symbol('logger');

/** A service's log: one JSON line per entry on standard output, named after the service. */
export function createLogger(service: string, level: string): Logger {
  return pino({
    name: service,
    level,
    timestamp: pino.stdTimeFunctions.isoTime,
    base: { name: service, pid: process.pid },
  });
}

/** Nest's own lines, in the service's log. */
export function nestLogger(logger: Logger): LoggerService {
  const at =
    (level: 'info' | 'error' | 'warn' | 'debug') =>
    (message: unknown, ...rest: unknown[]) => {
      const context = rest.at(-1);
      const fields = { context: typeof context === 'string' ? context : undefined };
      if (message instanceof Error) logger[level]({ ...fields, err: message }, message.message);
      else logger[level](fields, String(message));
    };
  return { log: at('debug'), error: at('error'), warn: at('warn'), debug: at('debug'), fatal: at('error') };
}
