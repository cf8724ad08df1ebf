import { createHash } from 'node:crypto';
import { InvalidRequest } from '../invalid-request.js';
import type { JsonObject } from './source-request.js';

export interface Weather {
  /** As it was asked for, so that the caller can join by it. */
  readonly region: string;
  readonly condition: string;
  readonly temperatureC: number;
}

const knownRegions = ['London', 'Madrid', 'Munich'];
const conditions = ['sunny', 'partly cloudy', 'cloudy', 'rainy', 'stormy', 'foggy', 'snowy'];
const coldestC = -10;
const warmestC = 35;

/** The weather of each distinct region among the rows, in their order; of some known regions when there are no rows. */
export function weatherFor(data: readonly JsonObject[]): Weather[] {
  const regions = data.length > 0 ? data.map(regionOf) : knownRegions;
  return [...new Set(regions)].map(weatherOf);
}

/** Always the same for the same name, in any case. It need not make sense. */
export function weatherOf(region: string): Weather {
  const hash = createHash('sha256').update(region.trim().toLowerCase()).digest();
  return {
    region,
    condition: conditions[hash.readUInt32BE(0) % conditions.length] ?? '',
    temperatureC: coldestC + (hash.readUInt32BE(4) % (warmestC - coldestC + 1)),
  };
}

function regionOf({ region, city }: JsonObject, index: number): string {
  const name = region ?? city;
  if (typeof name === 'string' && name.trim() !== '') return name;
  throw new InvalidRequest([`data[${index}] must have a region or a city, as text`]);
}
