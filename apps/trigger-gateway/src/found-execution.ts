import { isPlainText, Problem } from '@clarion/service';
import { ExecutionsRepository } from './executions.repository.js';
import type { ExecutionRow } from './tables.js';

/**
 * The sandbox's execution of this id, and of this kind where one is named.
 * @throws Problem `ExecutionNotFound`
 */
export async function foundExecution(
  executions: ExecutionsRepository,
  executionId: string,
  sandbox: string,
  kind?: ExecutionRow['kind'],
): Promise<ExecutionRow> {
  const execution = isPlainText(executionId) ? await executions.read(executionId, sandbox) : undefined;
  if (execution && (kind === undefined || execution.kind === kind)) return execution;
  const what = kind === undefined ? 'execution' : `${kind} execution`;
  throw new Problem(404, 'ExecutionNotFound', `The sandbox has no ${what} ${executionId}.`);
}
