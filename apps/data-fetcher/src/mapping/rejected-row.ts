/** A row that a column's rule has put aside. */
export interface RejectedRow {
  /** Its number in the answer, from 1; over all pages. */
  row: number;
  /** The id of the column that it does not fit; absent: it is no object. */
  column?: string;
  /** One sentence, never with the value. */
  reason: string;
}
