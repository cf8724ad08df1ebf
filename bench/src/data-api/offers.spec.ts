import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { offersAnswer, offersHash } from './offers.js';

describe('the answer of the data API', () => {
  it('is a little smaller than the 5 MB that may be taken, with 50,000 rows', () => {
    const bytes = Buffer.byteLength(offersAnswer(50_000));
    expect(bytes).toBeLessThan(5_242_880);
    expect(bytes).toBeGreaterThan(5_200_000);
  });

  it('has one row for each city', () => {
    const { offers } = JSON.parse(offersAnswer(1_000)) as { offers: { city: string }[] };
    expect(new Set(offers.map(({ city }) => city)).size).toBe(1_000);
  });

  it('is kept with the number of each row', () => {
    const kept =
      '[{"city":"City 0","offer":"Two for one, block 10","price":9.5,"seats":0,"validUntil":"2030-06-30","lineNum":1},' +
      '{"city":"City 1","offer":"Two for one, block 11","price":10.5,"seats":1,"validUntil":"2030-06-30","lineNum":2}]';
    expect(offersHash(2)).toBe(createHash('sha256').update(kept).digest('hex'));
  });
});
