/** Who connects is not let in: a wrong user, password or database. */
const refusedStates = ['28000', '28P01', '3D000'];
/** SQLSTATEs that speak of the server or the connection, not of the statement (PostgreSQL manual, appendix A). */
const lostStates = new RegExp(`^(08...|57P0[1-5]|53300|25P03|${refusedStates.join('|')})$`);
const lostCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
]);
/** `pg` says these without a code. */
const lostMessages =
  /^(Connection terminated|timeout expired|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed)/;

/** A table was changed, by the migration of a newer instance, since this connection parsed a statement. */
const outdatedPlan = /^cached plan must not change result type/;

/** Whether Postgres answers, but does not let us in: somebody has to put the settings (or Postgres) right. */
export function isRefused(error: unknown): boolean {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  return typeof code === 'string' ? refusedStates.includes(code) : cause !== undefined && isRefused(cause);
}

/** Whether an error of `pg` says that the connection is of no use any more, so that the same statement may succeed later. */
export function isConnectionLost(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (typeof message === 'string' && outdatedPlan.test(message)) return true;
  if (typeof code === 'string') return lostCodes.has(code) || lostStates.test(code);
  return typeof message === 'string' && lostMessages.test(message);
}
