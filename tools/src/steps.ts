/** Tells how far a step is, in a few words. */
export type Progress = (text: string) => void;

/**
 * Shows steps that may run side by side: one line each when it is done, with its time. On a terminal, a last line says
 * what runs now and how far it is.
 */
export class Steps {
  private readonly running = new Map<string, { since: number; progress: string }>();
  private readonly timer: NodeJS.Timeout | undefined;

  constructor(private readonly out: NodeJS.WriteStream) {
    if (this.isTerminal) {
      this.timer = setInterval(() => {
        this.showRunning();
      }, 200);
    }
  }

  /** Whether there is a line that moves, for `Progress`. */
  get isTerminal(): boolean {
    return this.out.isTTY;
  }

  /** Runs a step. What it resolves with is shown by `note`. */
  async step<Result>(
    name: string,
    work: (progress: Progress) => Promise<Result>,
    note: (result: Result) => string = () => '',
  ): Promise<Result> {
    const since = performance.now();
    this.running.set(name, { since, progress: '' });
    try {
      const result = await work((progress) => this.running.set(name, { since, progress }));
      this.line(stepLine('✓', name, performance.now() - since, note(result)));
      return result;
    } finally {
      this.running.delete(name);
    }
  }

  /** Writes a line above the steps that run. */
  line(text: string): void {
    this.clear();
    this.out.write(`${text}\n`);
  }

  end(): void {
    clearInterval(this.timer);
    this.clear();
  }

  private showRunning(): void {
    const now = performance.now();
    const parts = [...this.running].map(([name, { since, progress }]) =>
      [name, progress, `${Math.floor((now - since) / 1000)} s`].filter(Boolean).join(' '),
    );
    this.clear();
    if (parts.length > 0) this.out.write(`… ${parts.join(' · ')}`.slice(0, this.out.columns - 1));
  }

  private clear(): void {
    if (this.isTerminal) this.out.write('\r\x1b[K');
  }
}

/** One step in the columns of all: sign, name, seconds, and a note. */
export function stepLine(sign: string, name: string, ms: number, note: string): string {
  return `${sign} ${name.padEnd(22)} ${(ms / 1000).toFixed(1).padStart(6)} s  ${note}`.trimEnd();
}
