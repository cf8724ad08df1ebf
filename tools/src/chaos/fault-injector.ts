import type { StartedKafka, StartedPostgres } from '@clarion/testing';
import { setTimeout as pause } from 'node:timers/promises';
import { faultText, type Fault, type PlannedFault } from './fault-plan.js';
import type { MailSink } from './mail-sink.js';
import { freeze, send, type Restartable } from './restartable.js';
import type { StackUnderChaos } from './stack-under-chaos.js';

/** Whom faults can be done to. */
export interface Victims {
  stack: StackUnderChaos;
  kafka: Restartable<StartedKafka>;
  postgres: Restartable<StartedPostgres>;
  sink: MailSink;
}

/** Does what is planned to the stack and its servers, one after the other; each is over before the next begins. */
export class FaultInjector {
  /** What has been done, with what is being done. */
  readonly done: Fault[] = [];
  private underWay: Fault | undefined;

  constructor(
    private readonly victims: Victims,
    private readonly say: (line: string) => void,
    private readonly signal: AbortSignal,
  ) {}

  /** The fault that goes on now. */
  get current(): Fault | undefined {
    return this.underWay;
  }

  /**
   * @param atLeast how many are done in any case
   * @param enough once it is aborted, and so many are done, the fault that is under way is the last one
   */
  async run(plan: Iterable<PlannedFault>, atLeast: number, enough: AbortSignal): Promise<void> {
    for (const { afterMs, fault } of plan) {
      const isOwed = this.done.length < atLeast;
      const signal = isOwed ? this.signal : AbortSignal.any([this.signal, enough]);
      await pause(afterMs, undefined, { signal }).catch(() => undefined); // aborted: looked at below
      this.signal.throwIfAborted();
      if (enough.aborted && !isOwed) return;
      this.say(`fault ${faultText(fault)}`);
      this.done.push(fault);
      this.underWay = fault;
      await this.inject(fault);
      this.underWay = undefined;
    }
  }

  private async inject(fault: Fault): Promise<void> {
    const { stack, kafka, postgres, sink } = this.victims;
    switch (fault.kind) {
      case 'kill':
        send(await stack.pid(fault.service, fault.instance), 'SIGKILL');
        return;
      case 'stop':
        return freeze(await stack.pid(fault.service, fault.instance), fault.forMs, this.signal);
      case 'kafka':
        if (fault.how === 'pause') return freeze(kafka.now.pid, fault.forMs, this.signal);
        return kafka.restart('crash', fault.forMs);
      case 'postgres':
        return postgres.restart(fault.how, fault.forMs);
      case 'mail':
        sink.behave(fault.how);
        await pause(fault.forMs, undefined, { signal: this.signal });
        sink.behave('accept');
    }
  }
}
