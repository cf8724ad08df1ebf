/** A value of an answer that is passed on as it is written: JSON that was scanned. */
export class RawJson {
  constructor(readonly text: string) {}
}
