/** Answers to be fetched and kept with nothing but axios, `JSON.parse` and one insert. */
export interface PlainFetchInput {
  url: string;
  databaseUrl: string;
  fetches: number;
}

/** What came of them. */
export interface PlainFetchOutput {
  /** From the first call to the last commit. */
  elapsedMs: number;
}
