import { countOf, Coupons } from './coupons.js';
import type { DataPath } from './data-path.js';
import { jsonOfRows } from './json-pieces.js';
import { lineup } from './lineup.js';
import { offers } from './offers.js';
import type { SourceRequest } from './source-request.js';
import { weatherFor } from './weather.js';

/** Answers with one JSON array under a name, in pieces; throws `InvalidRequest` before there is any. */
export type DataSource = (request: SourceRequest, idempotencyKey?: string) => Iterable<string>;

/** The examples of Adobe's External API activity (B-06). */
export function openDataSources(): Record<DataPath, DataSource> {
  const coupons = new Coupons();
  return {
    '/lineup': () => jsonOfRows('lineup', lineup),
    '/offers': () => jsonOfRows('offers', offers),
    '/coupons': ({ params }, idempotencyKey) => jsonOfRows('coupons', coupons.give(countOf(params), idempotencyKey)),
    '/weather': ({ data }) => jsonOfRows('weather', weatherFor(data)),
  };
}
