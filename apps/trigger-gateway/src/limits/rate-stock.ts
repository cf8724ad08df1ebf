/** What the shared bucket answered to an ask. */
export interface Grant {
  granted: number;
  /** What is left in it for all instances; below 0 after one that was larger than what it had. */
  left: number;
}

/** How long what was granted may be used: with what the bucket holds it makes the burst (docs/limits.md). */
export const grantMs = 500;
/** For how long ahead more is asked for than is waited for, by what was used of late. */
const aheadMs = 100;
/** Below that much of it the next is asked for. */
const lowMs = 50;
/** A bucket that was empty is left alone for so long at least. */
const leastPauseMs = 20;

/**
 * What this instance holds of one bucket that all instances share. Whoever finds enough here is let in without asking
 * anybody. All times are milliseconds of one clock that goes forward.
 */
export class RateStock {
  private grants: { count: number; until: number }[] = [];
  private left = 0;
  private emptyUntil = 0;
  private usedSince = { count: 0, at: 0 };
  private usedPerMs = 0;

  constructor(readonly perSecond: number) {}

  /** Takes `count`, all or nothing. */
  take(count: number, now: number): boolean {
    if (this.held(now) < count) return false;
    this.usedSince.count += count;
    let rest = count;
    for (const grant of this.grants) {
      const taken = Math.min(rest, grant.count);
      grant.count -= taken;
      rest -= taken;
    }
    return true;
  }

  /** Takes back what was taken, and not used after all. */
  giveBack(count: number, now: number): void {
    this.usedSince.count -= count;
    this.grants.push({ count, until: now + grantMs });
  }

  /** How much more than what is waited for should be asked for; the use since the last time is counted by it. */
  ahead(now: number): number {
    const { count, at } = this.usedSince;
    const elapsedMs = Math.max(now - at, leastPauseMs);
    this.usedPerMs = elapsedMs > grantMs ? 0 : Math.max(count / elapsedMs, this.usedPerMs / 2);
    this.usedSince = { count: 0, at: now };
    const most = Math.min(this.usedPerMs, this.perSecond / 1_000) * aheadMs;
    return Math.max(0, Math.floor(most) - this.held(now));
  }

  /** Whether the next should be asked for before somebody has to wait. */
  isLow(now: number): boolean {
    return this.usedPerMs > 0 && !this.isEmpty(now) && this.held(now) < this.usedPerMs * lowMs;
  }

  /** @param isEnough whether it was all that was asked for */
  add({ granted, left }: Grant, isEnough: boolean, now: number): void {
    if (granted > 0) this.grants.push({ count: granted, until: now + grantMs });
    this.left = left;
    if (!isEnough) this.emptyUntil = now + Math.min(Math.max(this.untilNextMs(), leastPauseMs), 1_000);
  }

  /** Whether the bucket was empty a moment ago: there is no use in asking it. */
  isEmpty(now: number): boolean {
    return now < this.emptyUntil;
  }

  /** How much may still be taken at once, here and in the bucket, as far as is known. */
  remaining(now: number): number {
    return Math.max(0, Math.floor(this.held(now) + this.left));
  }

  /** After how many whole seconds, 1 at least, a call is let in that is not now, if nobody comes before it. */
  retryAfterSeconds(): number {
    return Math.max(1, Math.ceil(this.untilNextMs() / 1_000));
  }

  private untilNextMs(): number {
    return (Math.max(0, 1 - this.left) / this.perSecond) * 1_000;
  }

  private held(now: number): number {
    this.grants = this.grants.filter(({ count, until }) => count > 0 && now < until);
    return this.grants.reduce((sum, { count }) => sum + count, 0);
  }
}
