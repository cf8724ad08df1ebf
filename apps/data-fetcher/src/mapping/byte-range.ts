/** A piece of an answer, in bytes; `end` is the first that is not part of it. */
export interface ByteRange {
  start: number;
  end: number;
}
