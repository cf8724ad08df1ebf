import { waitFor } from '@clarion/testing';
import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import { client } from '../demo-client.js';
import { urlOf } from '../programs.js';
import { compare, type Accepted, type Comparison } from './compare.js';
import { publish } from './definitions.js';
import { FaultInjector, type Victims } from './fault-injector.js';
import { faultPlan, type Fault } from './fault-plan.js';
import { Gateways } from './gateways.js';
import { Journal } from './journal.js';
import { planLoad, type LoadPlan } from './load-plan.js';
import { Load } from './load.js';
import type { ChaosOptions } from './options.js';
import { OutcomeReader } from './outcomes.js';
import { Random } from './random.js';
import type { Site } from './site.js';

/** What a run has shown. */
export interface ChaosResult {
  comparison: Comparison;
  /** The executions that have not ended. */
  unended: string[];
  faults: Fault[];
}

/** How long nothing may change before an execution counts as one that will not end. */
const patienceMs = 300_000;
/** Longer than an event waits before it is handled again: what comes twice has come by then. */
const quietMs = 12_000;

/** Loads the product, makes things go wrong meanwhile, waits until all has ended, and compares. */
export class ChaosRun {
  private readonly failing = new AbortController();
  private readonly signal: AbortSignal;
  private readonly accepted: Journal<Accepted & { requestId: string }>;

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
    const { options, say, signal } = this;
    const { stack, sink } = victims;
    void stack.givenUp().then((sentence) => {
      this.failing.abort(new Error(sentence));
    });
    const plan = planLoad(options.deliveries, new Random(options.seed, 'load'));
    const progress = setInterval(() => {
      say(this.progressText());
    }, 10_000);
    try {
      const gateways = new Gateways(stack.urls('trigger-gateway'), stack.credentials);
      const faults = await this.load(plan, gateways, victims);
      sink.behave('accept');
      say('the load is in; waiting for its end');
      const { entries } = this.accepted;
      const { statesOf, unended } = await new OutcomeReader(gateways, say, signal).untilEnded(entries, patienceMs);
      await waitFor(() => performance.now() - sink.lastAt > quietMs || undefined, {
        what: 'the last mail',
        timeoutMs: 120_000,
        intervalMs: 250,
        signal,
      });
      return { comparison: compare(entries, this.site.arrivals.entries, statesOf), unended, faults };
    } finally {
      clearInterval(progress);
      await this.accepted.end();
    }
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
    const load = new Load(gateways, campaigns, this.accepted, signal);
    // What fails ends the other one, and that is waited for: no fault must stay.
    const outcomes = await Promise.allSettled([
      this.orFail(load.run(plan)).finally(() => {
        isIn.abort();
      }),
      this.orFail(injector.run(faultPlan(options, new Random(options.seed, 'faults')), isIn.signal)),
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
