import { countOf, Coupons } from './coupons.js';
import type { DataPath } from './data-path.js';
import { jsonOfRows } from './json-pieces.js';
import { lineup } from './lineup.js';
import { offers } from './offers.js';
import { readSourceRequest, type SourceRequest } from './source-request.js';
import { weatherFor } from './weather.js';

/** Answers a body with JSON, in pieces; throws `InvalidRequest` before there is any. */
export type DataSource = (body: string, idempotencyKey?: string) => Iterable<string>;

/** The examples of Adobe's External API activity (B-06), each one JSON array under a name; and who takes every webhook. */
export function openDataSources(): Record<DataPath, DataSource> {
  const coupons = new Coupons();
  return {
    '/lineup': asked(() => jsonOfRows('lineup', lineup)),
    '/offers': asked(() => jsonOfRows('offers', offers)),
    '/coupons': asked(({ params }, key) => jsonOfRows('coupons', coupons.give(countOf(params), key))),
    '/weather': asked(({ data }) => jsonOfRows('weather', weatherFor(data))),
    '/webhook': () => ['{"received":true}'],
  };
}

function asked(source: (request: SourceRequest, idempotencyKey?: string) => Iterable<string>): DataSource {
  return (body, idempotencyKey) => source(readSourceRequest(body), idempotencyKey);
}
