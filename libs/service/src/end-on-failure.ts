import type { Logger } from '@clarion/observability';

/** Ends the process, loudly, after an error that nothing may go on from. Whoever supervises it starts it again. */
export function endOnFailure(logger: Logger): (error: Error) => void {
  const end = (error: unknown) => {
    logger.fatal({ err: error }, 'the service cannot go on and ends');
    process.exit(1);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
  return end;
}
