/** How much of everything. */
export interface Sizes {
  /** How often each figure is taken; its median counts. */
  samples: number;
  ceilingMs: number;
  acceptMs: number;
  /** Mails a second are counted over this time, after `warmUpMs`. */
  unitaryMs: number;
  /** The same in high-throughput mode. */
  fastMs: number;
  warmUpMs: number;
  latencyMs: number;
  /** Stored profiles of those for whom there are calls. */
  callers: number;
  audience: number;
  crowd: number;
  /** A run that is sent with and without data of its own for each. */
  joined: number;
  /** Of an answer that is fetched. */
  rows: number;
  /** How many answers are fetched one after another for one sample. */
  fetches: number;
  /** How many executions events ask for in one sample. */
  requests: number;
  /** Of those that are activated, listed and copied. */
  campaigns: number;
  mixedMs: number;
  /** How many deliveries are kept when their cost is taken. */
  kept: number[];
  /** How many deliveries their cost is taken of. */
  batch: number;
}

/** What the product is measured by. */
export const full: Sizes = {
  samples: 3,
  ceilingMs: 5_000,
  acceptMs: 10_000,
  unitaryMs: 60_000,
  fastMs: 20_000,
  warmUpMs: 5_000,
  latencyMs: 15_000,
  callers: 100_000,
  audience: 100_000,
  crowd: 1_000_000,
  joined: 20_000,
  rows: 50_000,
  fetches: 5,
  requests: 20_000,
  campaigns: 10_000,
  mixedMs: 30_000,
  kept: [1_000, 10_000, 100_000, 1_000_000],
  batch: 10_000,
};

/** About ten seconds a scenario: shows that everything works and nothing is lost, not how fast it is. */
export const short: Sizes = {
  samples: 1,
  ceilingMs: 500,
  acceptMs: 1_000,
  unitaryMs: 2_000,
  fastMs: 2_000,
  warmUpMs: 500,
  latencyMs: 1_000,
  callers: 2_000,
  audience: 5_000,
  crowd: 3_000,
  joined: 1_000,
  rows: 2_000,
  fetches: 2,
  requests: 500,
  campaigns: 200,
  mixedMs: 2_000,
  kept: [1_000, 3_000],
  batch: 500,
};
