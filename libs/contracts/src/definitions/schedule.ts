/** When calls of a campaign are taken: from the moment `startAt` on, until just before `endAt`. RFC 3339. */
export interface Schedule {
  /** Absent: since ever. */
  startAt?: string;
  /** Absent: until it is stopped. */
  endAt?: string;
}

/** Where a moment lies: *before* the schedule begins, *within* it, or *after* it has ended. */
export function phaseOf({ startAt, endAt }: Schedule, now: Date): 'before' | 'within' | 'after' {
  if (endAt !== undefined && now.getTime() >= Date.parse(endAt)) return 'after';
  return startAt !== undefined && now.getTime() < Date.parse(startAt) ? 'before' : 'within';
}
