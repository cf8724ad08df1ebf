import { createWriteStream, type WriteStream } from 'node:fs';

/** What has happened, in memory and, line by line as JSON, in a file that people can read afterwards. */
export class Journal<Entry> {
  readonly entries: Entry[] = [];
  private readonly file: WriteStream;

  constructor(file: string) {
    this.file = createWriteStream(file, { flags: 'a' });
  }

  add(entry: Entry): void {
    this.entries.push(entry);
    this.file.write(`${JSON.stringify(entry)}\n`);
  }

  /** Resolves when all is in the file. */
  end(): Promise<void> {
    return new Promise((resolve) => {
      this.file.end(resolve);
    });
  }
}
