import type { Count } from './figures.js';
import type { ScenarioName } from './options.js';
import type { SitePlace } from './site.js';
import type { Sizes } from './sizes.js';

/** What a scenario has shown, beside its ceiling in the same run. */
export interface ScenarioResult extends Count {
  name: ScenarioName;
  /** The median of `samples`. */
  value: number;
  unit: string;
  /** The median of `ceilingSamples`, in the same unit. */
  ceiling: number;
  /** `value` ÷ `ceiling`. */
  ratio: number;
  samples: number[];
  ceilingSamples: number[];
  /** What else was measured, by name. */
  details: Record<string, unknown>;
}

/** Measures something on a site of its own. */
export type Scenario = (place: SitePlace, sizes: Sizes, say: (line: string) => void) => Promise<ScenarioResult>;
