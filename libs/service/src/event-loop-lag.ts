import { monitorEventLoopDelay } from 'node:perf_hooks';

const everyMs = 500;

/** How late this process is with what is due, in milliseconds: a mean in which each half second before counts half as much. */
export class EventLoopLag {
  private readonly delays = monitorEventLoopDelay({ resolution: 10 });
  private timer: NodeJS.Timeout | undefined;
  private lagMs = 0;

  start(): void {
    this.delays.enable();
    this.timer = setInterval(() => {
      const meanMs = this.delays.mean / 1e6;
      this.delays.reset();
      if (!Number.isNaN(meanMs)) this.lagMs = (this.lagMs + meanMs) / 2;
    }, everyMs).unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.delays.disable();
  }

  get ms(): number {
    return this.lagMs;
  }
}
