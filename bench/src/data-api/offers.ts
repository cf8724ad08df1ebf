import { createHash } from 'node:crypto';
import { cityOf } from '../profiles.js';

/** How a data source reads an answer of the data API. */
export const offersMapping = {
  arrayPath: '/offers',
  columns: [
    { id: 'city', key: 'city', type: 'text' },
    { id: 'offer', key: 'offer', type: 'text' },
    { id: 'price', key: 'price', type: 'float' },
    { id: 'seats', key: 'seats', type: 'integer' },
    { id: 'validUntil', key: 'validUntil', type: 'date' },
  ],
};

/** An answer of so many rows, one for each city: 50,000 are a little less than the 5 MB that an answer may have (B-41). */
export function offersAnswer(rows: number): string {
  return JSON.stringify({ offers: offersOf(rows) });
}

/** SHA-256, in hex, of such an answer as a snapshot keeps it. */
export function offersHash(rows: number): string {
  const kept = offersOf(rows).map((offer, index) => ({ ...offer, lineNum: index + 1 }));
  return createHash('sha256').update(JSON.stringify(kept)).digest('hex');
}

/** The members in the order of the mapping's columns. */
function offersOf(rows: number): object[] {
  return Array.from({ length: rows }, (_, index) => ({
    city: cityOf(index),
    offer: `Two for one, block ${10 + (index % 40)}`,
    price: 9.5 + (index % 40),
    seats: index % 500,
    validUntil: '2030-06-30',
  }));
}
