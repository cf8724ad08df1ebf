const mostFailures = 3;
const firstPauseMs = 1_000;
const longestPauseMs = 30_000;

/**
 * Keeps a provider that cannot be reached from being tried by every delivery: after three connections in a row failed it
 * is open for 1 s, twice as long after each that fails then, up to 30 s, until one succeeds. Times are those of a
 * monotonic clock.
 */
export class Breaker {
  private failures = 0;
  private openUntil = 0;

  isOpen(nowMs: number): boolean {
    return nowMs < this.openUntil;
  }

  /** Those that were under way when it opened count no more. */
  failed(nowMs: number): void {
    if (this.isOpen(nowMs)) return;
    this.failures += 1;
    if (this.failures < mostFailures) return;
    const doublings = Math.min(this.failures - mostFailures, 10);
    this.openUntil = nowMs + Math.min(longestPauseMs, firstPauseMs * 2 ** doublings);
  }

  succeeded(): void {
    this.failures = 0;
    this.openUntil = 0;
  }
}
