import { InvalidRequest } from '../invalid-request.js';
import { CouponCodes } from './coupon-codes.js';
import type { JsonObject } from './source-request.js';

/** One code, for the row of the campaign with that number, from 1. */
export interface Coupon {
  readonly row: number;
  readonly code: string;
}

interface Allotment {
  readonly first: number;
  readonly count: number;
}

const maxCount = 1_000_000;
export const keptKeys = 10_000;

/** How many codes `params.count` asks for; throws `InvalidRequest` unless that is a whole number up to a million. */
export function countOf({ count }: JsonObject): number {
  if (Number.isSafeInteger(count) && Number(count) >= 0 && Number(count) <= maxCount) return Number(count);
  throw new InvalidRequest([`params.count must be a whole number from 0 to ${maxCount}`]);
}

/** Gives coupon codes away: each once, except that an idempotency key gets what it got before. */
export class Coupons {
  private readonly codes = new CouponCodes();
  /** By idempotency key, oldest first: the last 10,000 keys. Two numbers each, however many codes that were. */
  private readonly given = new Map<string, Allotment>();
  private next = 0;

  /** The codes are taken when this returns; their text is made as it is read. */
  give(count: number, idempotencyKey = ''): Iterable<Coupon> {
    const before = this.given.get(idempotencyKey);
    if (before) return this.couponsOf(before);

    const allotment = { first: this.next, count };
    this.next += count;
    if (idempotencyKey) this.keep(idempotencyKey, allotment);
    return this.couponsOf(allotment);
  }

  private keep(idempotencyKey: string, allotment: Allotment): void {
    this.given.set(idempotencyKey, allotment);
    const [oldest] = this.given.keys();
    if (this.given.size > keptKeys && oldest !== undefined) this.given.delete(oldest);
  }

  private *couponsOf({ first, count }: Allotment): Generator<Coupon> {
    let row = 1;
    for (const code of this.codes.range(first, count)) yield { row: row++, code };
  }
}
