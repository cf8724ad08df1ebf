import { contextCheck, type Campaign, type ContextCheck, type ContextSchema } from '@clarion/contracts';
import type { ProblemError } from '@clarion/service';
import type { Call } from './call.js';

const mostFaults = 50;

/** Compiled once for each version, whose schema stays the same object for as long as the version is kept in memory. */
const checks = new WeakMap<ContextSchema, ContextCheck>();

/**
 * Where the contexts of a call do not fit the schema of its campaign, at most 50, or 50 for each recipient of a partial
 * call; none where it has no schema.
 */
export function contextFaultsOf(call: Call, { contextSchema }: Campaign): ProblemError[] {
  if (!contextSchema) return [];
  const check = checkOf(contextSchema);
  if (call.kind === 'audience') return faultsIn(call.body.context, '/context', check).slice(0, mostFaults);
  const faults: ProblemError[] = [];
  for (const [index, { context }] of call.body.recipients.entries()) {
    faults.push(...faultsIn(context, `/recipients/${index}/context`, check).slice(0, mostFaults));
    if (faults.length >= mostFaults && !call.partial) break;
  }
  return call.partial ? faults : faults.slice(0, mostFaults);
}

function faultsIn(context: Record<string, unknown> | undefined, pointer: string, check: ContextCheck): ProblemError[] {
  const faults = check(context ?? {});
  if (context || faults.length === 0) {
    return faults.map((fault) => ({ pointer: `${pointer}${fault.pointer}`, detail: fault.detail }));
  }
  return [{ pointer, detail: 'must be there: the campaign uses it' }];
}

function checkOf(schema: ContextSchema): ContextCheck {
  const known = checks.get(schema);
  if (known) return known;
  const check = contextCheck(schema);
  checks.set(schema, check);
  return check;
}
