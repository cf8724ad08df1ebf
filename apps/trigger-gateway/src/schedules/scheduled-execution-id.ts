import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';

/**
 * The id of the one execution of a schedule: `BMA-` and a UUIDv7 with the time of `executeAt`, whose other bits are from a
 * hash of the schedule's id. Whoever triggers it, and however often, means the same execution.
 */
export function scheduledExecutionId(scheduleId: string, executeAt: Date): string {
  const random = createHash('sha256').update(scheduleId, 'utf8').digest();
  return `BMA-${uuidv7({ msecs: executeAt.getTime(), random })}`;
}
