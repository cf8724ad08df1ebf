/** SQLSTATEs that speak of the server or the connection, not of the statement (PostgreSQL manual, appendix A). */
const lostStates = /^(08...|57P0[1-5]|53300|25P03)$/;
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
  /^(Connection terminated|timeout expired|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** Whether an error of `pg` says that Postgres is away, so that the same statement may succeed later. */
export function isConnectionLost(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string') return lostCodes.has(code) || lostStates.test(code);
  return typeof message === 'string' && lostMessages.test(message);
}
