import { programOf, type Fault } from './fault-plan.js';

/**
 * Which processes are others than before though nobody has killed them.
 *
 * @param before their ids by name, as `programOf` gives it
 */
export function endedByThemselves(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
  faults: readonly Fault[],
): string[] {
  const killed = new Set(faults.flatMap((fault) => (fault.kind === 'kill' ? [programOf(fault)] : [])));
  return [...before].flatMap(([name, pid]) => (killed.has(name) || after.get(name) === pid ? [] : [name]));
}
