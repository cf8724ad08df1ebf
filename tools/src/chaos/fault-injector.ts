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
  /** What has been done. */
  readonly done: Fault[] = [];

  constructor(
    private readonly victims: Victims,
    private readonly say: (line: string) => void,
    private readonly signal: AbortSignal,
  ) {}

  /** @param enough when it is aborted, the fault that is under way is the last one */
  async run(plan: Iterable<PlannedFault>, enough: AbortSignal): Promise<void> {
    const either = AbortSignal.any([this.signal, enough]);
    for (const { afterMs, fault } of plan) {
      await pause(afterMs, undefined, { signal: either }).catch(() => undefined); // aborted: looked at below
      this.signal.throwIfAborted();
      if (enough.aborted) return;
      this.say(`fault ${faultText(fault)}`);
      this.done.push(fault);
      await this.inject(fault);
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
