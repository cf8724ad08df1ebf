import type { Logger } from '@clarion/observability';

/** When a key was last used, as far as this process knows. */
export interface ApiKeyUse {
  keyId: string;
  /** ISO 8601. */
  usedAt: string;
}

/** How often a process tells of a key at most. */
const intervalMs = 60_000;

/**
 * Remembers which keys are used, and tells of each once a minute at most, however often that is. What could not be told
 * is told the next time; what a crash loses is told with the key's next use.
 */
export class ApiKeyUses {
  /** Milliseconds by the key's id. */
  private readonly untold = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  /** @param tell may get the same use twice. */
  constructor(
    private readonly tell: (uses: ApiKeyUse[]) => Promise<void>,
    private readonly logger: Logger,
  ) {}

  note(keyId: string): void {
    this.untold.set(keyId, Date.now());
  }

  start(): void {
    this.timer = setInterval(() => void this.tellAll(), intervalMs);
  }

  /** Tells what is left. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.tellAll();
  }

  private async tellAll(): Promise<void> {
    const told = [...this.untold];
    if (told.length === 0) return;
    this.untold.clear();
    try {
      await this.tell(told.map(([keyId, at]) => ({ keyId, usedAt: new Date(at).toISOString() })));
    } catch (error) {
      this.logger.warn({ err: error, keys: told.length }, 'the use of keys cannot be told now; it will be in a minute');
      for (const [keyId, at] of told) if (!this.untold.has(keyId)) this.untold.set(keyId, at);
    }
  }
}
