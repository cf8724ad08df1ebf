import { waitFor } from '@clarion/testing';
import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import { client } from '../demo-client.js';
import { urlOf } from '../programs.js';
import { Calls, phaseOf } from './calls.js';
import { compare, type Accepted } from './compare.js';
import { openDeadLetters } from './dead-letters.js';
import { publish } from './definitions.js';
import { endedByThemselves } from './ended-by-themselves.js';
import { FaultInjector, type Victims } from './fault-injector.js';
import { faultPlan, type Fault } from './fault-plan.js';
import type { ChaosResult } from './figures.js';
import { Gateways } from './gateways.js';
import { Journal } from './journal.js';
import { planLoad, type LoadPlan } from './load-plan.js';
import { Load } from './load.js';
import type { ChaosOptions } from './options.js';
import { OutcomeReader } from './outcomes.js';
import { Random } from './random.js';
import type { Site } from './site.js';

/** How long nothing may change before an execution counts as one that will not end. */
const patienceMs = 300_000;
/** Longer than an event waits before it is handled again: what comes twice has come by then. */
const quietMs = 12_000;

/** Loads the product, makes things go wrong meanwhile, waits until all has ended, and compares. */
export class ChaosRun {
  private readonly failing = new AbortController();
  private readonly signal: AbortSignal;
  private readonly accepted: Journal<Accepted & { requestId: string }>;
  private readonly calls = new Calls();

  /** @param directory for what was accepted */
  constructor(
    private readonly options: ChaosOptions,
    private readonly site: Site,
    private readonly say: (line: string) => void,
    directory: string,
    signal: AbortSignal,
  ) {
    this.signal = AbortSignal.any([signal, this.failing.signal]);
    setMaxListeners(0, this.signal); // every call waits for its time, or for this
    this.accepted = new Journal(join(directory, 'accepted.jsonl'));
  }

  /** @throws Error when the load cannot be brought in, or the stack ends */
  async run(victims: Victims): Promise<ChaosResult> {
    const { options, say } = this;
    const { stack, sink } = victims;
    void stack.givenUp().then((sentence) => {
      this.failing.abort(new Error(sentence));
    });
    const plan = planLoad(options.deliveries, new Random(options.seed, 'load'), options.loadMs);
    const progress = setInterval(() => {
      say(this.progressText());
    }, 10_000);
    try {
      const gateways = new Gateways(stack.urls('trigger-gateway'), stack.credentials);
      const before = await stack.processes();
      const faults = await this.load(plan, gateways, victims);
      sink.behave('accept');
      say('the load is in; waiting for its end');
      return await this.outcome(gateways, victims, before, faults);
    } finally {
      clearInterval(progress);
      await this.accepted.end();
    }
  }

  /** Waits until all that was accepted has come to its end, and lays it beside what has arrived. */
  private async outcome(
    gateways: Gateways,
    { stack, sink }: Victims,
    before: ReadonlyMap<string, number>,
    faults: Fault[],
  ): Promise<ChaosResult> {
    const { say, signal, accepted, site } = this;
    const { statesOf, unended } = await new OutcomeReader(gateways, say, signal).untilEnded(
      accepted.entries,
      patienceMs,
    );
    await waitFor(() => performance.now() - sink.lastAt > quietMs || undefined, {
      what: 'the last mail',
      timeoutMs: 120_000,
      intervalMs: 250,
      signal,
    });
    const manager = client('campaign-manager', stack.settings, stack.credentials);
    const { open, reasons } = await openDeadLetters(manager, signal);
    for (const [reason, count] of reasons) say(`${count} dead letters of ${reason}`);
    return {
      comparison: compare(accepted.entries, site.arrivals.entries, statesOf),
      unended,
      faults,
      leftInDoubt: sink.leftInDoubt,
      calls: this.calls.figures(),
      deadLetters: open,
      endedByThemselves: endedByThemselves(before, await stack.processes(), faults),
    };
  }

  /** Resolves with the faults that have been done once all is accepted. */
  private async load(plan: LoadPlan, gateways: Gateways, victims: Victims): Promise<Fault[]> {
    const { options, say, signal } = this;
    const { settings, credentials } = victims.stack;
    say(`publishing campaigns, handing in ${plan.audience.length} profiles`);
    const manager = client('campaign-manager', settings, credentials);
    const campaigns = await publish(manager, plan.audience, victims.sink.port, urlOf('playground', settings));

    say(`loading: ${plan.calls.length} calls, ${plan.runs.length} audience runs`);
    const injector = new FaultInjector(victims, say, signal);
    const isIn = new AbortController();
    const phase = () => phaseOf(injector.current, injector.done);
    const load = new Load(gateways, campaigns, { accepted: this.accepted, calls: this.calls, phase }, signal);
    // What fails ends the other one, and that is waited for: no fault must stay.
    const outcomes = await Promise.allSettled([
      this.orFail(load.run(plan)).finally(() => {
        isIn.abort();
      }),
      this.orFail(
        // Each kind that was asked for comes, however soon the load is in.
        injector.run(faultPlan(options, new Random(options.seed, 'faults')), options.faults.length, isIn.signal),
      ),
    ]);
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw signal.reason ?? outcome.reason;
    return injector.done;
  }

  private async orFail(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.failing.abort(error);
      throw error;
    }
  }

  private progressText(): string {
    const accepted = this.accepted.entries.reduce((sum, { targets }) => sum + targets.length, 0);
    return `${accepted} deliveries accepted, ${this.site.arrivals.entries.length} mails arrived`;
  }
}
