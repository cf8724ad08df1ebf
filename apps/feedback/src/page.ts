/** Which recipients are wanted: those after an ordinal (-1: from the first on), and how many. */
export interface Page {
  after: number;
  limit: number;
}

const maxOrdinal = 2_147_483_647;

/** Reads `after` and `limit` of a query (100 unless told), or says in one sentence what is wrong with them. */
export function pageOf({ after, limit }: Record<string, unknown>): Page | { fault: string } {
  const page = { after: wholeNumber(after ?? -1, -1, maxOrdinal), limit: wholeNumber(limit ?? 100, 1, 1000) };
  if (page.after === undefined) return { fault: `after must be an ordinal: a whole number from 0 to ${maxOrdinal}.` };
  if (page.limit === undefined) return { fault: 'limit must be a whole number from 1 to 1000.' };
  return { after: page.after, limit: page.limit };
}

/** A number, or a text of digits alone, within the bounds. */
function wholeNumber(value: unknown, min: number, max: number): number | undefined {
  if (typeof value === 'string' && !/^\d{1,10}$/.test(value)) return undefined;
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const number = Number(value);
  return number >= min && number <= max ? number : undefined;
}
