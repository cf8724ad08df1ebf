import { Problem, type Caller } from '@clarion/service';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { rateHeadersOf, type RateName } from './rate-headers.js';
import { Rates, type Rate } from './rates.js';

/** Kinds of calls whose executions are counted apart. */
export type RateKind = 'standard' | 'highThroughput';

/** How many executions a second each sandbox may ask for by HTTP, over all instances. */
export type SandboxRates = Record<RateKind, number>;

export const SANDBOX_RATES = Symbol('sandbox rates');

/** Counts executions that are asked for by HTTP, and refuses what is above a rate. */
@Injectable()
export class Admission {
  constructor(
    private readonly rates: Rates,
    @Inject(SANDBOX_RATES) private readonly sandboxRates: SandboxRates,
  ) {}

  /**
   * Counts a call's executions, all or none, by the rate of its key, where it has one, and of its sandbox; the answer's headers
   * tell of both.
   * @throws Problem (429) with `Retry-After`
   */
  async admit(caller: Caller, kind: RateKind, executions: number, reply: FastifyReply): Promise<void> {
    const taken: { name: RateName; rate: Rate }[] = [];
    const states = [];
    for (const { name, rate } of this.ratesOf(caller, kind)) {
      const state = await this.rates.take(rate, executions);
      states.push({ ...state, name });
      if (state.isGranted) taken.push({ name, rate });
      else break;
    }
    void reply.headers(rateHeadersOf(states));
    const refusing = states.find(({ isGranted }) => !isGranted);
    if (!refusing) return;
    for (const { rate } of taken) this.rates.giveBack(rate, executions);
    const { name, perSecond, retryAfterSeconds } = refusing;
    const detail = `More executions than the ${name} may ask for: ${perSecond} a second.`;
    throw new Problem(429, 'RateExceeded', detail, { retryAfterSeconds });
  }

  private ratesOf({ sandbox, keyId, executionsPerSecond }: Caller, kind: RateKind): { name: RateName; rate: Rate }[] {
    const ofSandbox = { bucket: `sandbox:${kind}:${sandbox}`, perSecond: this.sandboxRates[kind] };
    const ofKey = executionsPerSecond && { bucket: `key:${keyId}`, perSecond: executionsPerSecond };
    return [...(ofKey ? [{ name: 'key' as const, rate: ofKey }] : []), { name: 'sandbox', rate: ofSandbox }];
  }
}
