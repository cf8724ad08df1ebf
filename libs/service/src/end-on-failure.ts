import type { Logger } from '@clarion/observability';

/** Something outside is not as the service needs it; its message says what, and is all there is to say. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart';
}

/** Ends the process, loudly, after an error that nothing may go on from. Whoever supervises it starts it again. */
export function endOnFailure(logger: Logger): (error: Error) => void {
  const end = (error: unknown) => {
    if (error instanceof CannotStart) logger.fatal(`the service cannot start and ends: ${error.message}`);
    else logger.fatal({ err: error }, 'the service cannot go on and ends');
    process.exit(1);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
  return end;
}
