import { pino } from 'pino';
import type { LogLevel } from './config.js';

/** All that the playground says on stdout, worded here: JSON lines, never an address or a mail's content. */
export interface PlaygroundLog {
  readonly started: (where: { httpUrl: string; smtpPort: number }) => void;
  readonly mailFailed: (error: unknown) => void;
  readonly requestFailed: (error: unknown) => void;
  readonly stopping: (signal: string) => void;
  readonly stopped: () => void;
  /** The last line before exit 1. */
  readonly cannotRun: (error: unknown) => void;
}

/** Lines are written at once, so that the last one is not lost on exit. */
export function openLog(level: LogLevel): PlaygroundLog {
  const log = pino({ name: 'playground', level }, pino.destination({ dest: 1, sync: true }));
  return {
    started: (where) => {
      log.info(where, 'The playground is up');
    },
    mailFailed: (error) => {
      log.warn({ err: error }, 'A mail could not be received');
    },
    requestFailed: (error) => {
      log.error({ err: error }, 'A request failed');
    },
    stopping: (signal) => {
      log.info({ signal }, 'The playground stops');
    },
    stopped: () => {
      log.info('The playground has stopped');
    },
    cannotRun: (error) => {
      if (isExplained(error)) log.fatal(error.message);
      else log.fatal({ err: error }, 'The playground cannot run');
    },
  };
}

/** Our own errors are whole sentences; a stack would only hide them. */
function isExplained(error: unknown): error is Error {
  return error instanceof Error && ['InvalidConfig', 'PortInUse'].includes(error.name);
}
