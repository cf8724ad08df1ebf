/** The work on one batch of one partition. */
export interface PartitionRun {
  /** The partition has gone to another member: nothing may be committed for it any more. */
  readonly isLost: boolean;
  /** Another batch of the partition has come, or the group is about to share anew: end after what is under way. */
  readonly isSuperseded: boolean;
  /** The last offset that was committed; undefined as long as nothing was. */
  readonly doneUpTo: string | undefined;
  supersede(): void;
  committed(offset: string): void;
  end(): void;
}

/**
 * Which partitions this member works on. Kafka's client may hand over a partition again while an earlier batch of it is
 * still worked on (after an error in another partition, or after the group was shared anew): the later one waits, so
 * that a partition's events keep their order.
 */
export class PartitionRuns {
  private readonly running = new Map<string, Run>();

  /** Resolves when no earlier batch of the partition is worked on, with what is left to do of `offsets`. */
  async begin(partition: string, offsets: readonly string[]): Promise<{ run: PartitionRun; left: number }> {
    const run = new Run();
    const before = this.running.get(partition);
    this.running.set(partition, run);
    before?.supersede();
    await before?.ended;
    void run.ended.then(() => {
      if (this.running.get(partition) === run) this.running.delete(partition);
    });
    const done = before?.isLost ? undefined : before?.doneUpTo;
    run.doneUpTo = done;
    if (done === undefined) return { run, left: offsets.length };
    return { run, left: offsets.filter((offset) => BigInt(offset) > BigInt(done)).length };
  }

  /** The group was shared anew: these partitions are ours now. */
  assign(partitions: ReadonlySet<string>): void {
    for (const [partition, run] of this.running) {
      if (!partitions.has(partition)) run.lose();
    }
  }
}

class Run implements PartitionRun {
  isLost = false;
  isSuperseded = false;
  doneUpTo: string | undefined;
  end: () => void = () => undefined;
  readonly ended = new Promise<void>((resolve) => {
    this.end = resolve;
  });

  supersede(): void {
    this.isSuperseded = true;
  }

  committed(offset: string): void {
    this.doneUpTo = offset;
  }

  lose(): void {
    this.isLost = true;
  }
}
