import type { AnswerLimits, DataSourceMapping } from '@clarion/contracts';

type Limits = Required<AnswerLimits>;

/** B-50, B-53. */
const usual: Limits = { maxBytes: 5_242_880, maxDepth: 10, maxKeyLength: 255, maxRows: 100_000 };
const highest: Limits = { maxBytes: 52_428_800, maxDepth: 100, maxKeyLength: 1_000, maxRows: 1_000_000 };

/** What is taken of an answer: what its mapping says, Adobe's where it says nothing, and never more than we can bear. */
export function limitsOf({ limits = {} }: DataSourceMapping): Limits {
  const limit = (name: keyof Limits) => Math.min(limits[name] ?? usual[name], highest[name]);
  return {
    maxBytes: limit('maxBytes'),
    maxDepth: limit('maxDepth'),
    maxKeyLength: limit('maxKeyLength'),
    maxRows: limit('maxRows'),
  };
}
