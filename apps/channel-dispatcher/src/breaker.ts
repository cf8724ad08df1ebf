const firstPauseMs = 1_000;
const longestPauseMs = 30_000;

/**
 * Keeps a provider that cannot be reached from being tried by every delivery: after a connection failed it is open for
 * 1 s, twice as long after each that fails then, up to 30 s, until one succeeds. Times are those of a monotonic clock.
 */
export class Breaker {
  private failures = 0;
  private openUntil = 0;

  isOpen(nowMs: number): boolean {
    return nowMs < this.openUntil;
  }

  /** Those that were tried at once count as one failure. */
  failed(nowMs: number): void {
    if (this.isOpen(nowMs)) return;
    this.openUntil = nowMs + Math.min(longestPauseMs, firstPauseMs * 2 ** this.failures);
    this.failures = Math.min(this.failures + 1, 10);
  }

  succeeded(): void {
    this.failures = 0;
    this.openUntil = 0;
  }
}
