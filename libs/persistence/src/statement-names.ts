const commonFrom = 3;
const mostTexts = 500;

/**
 * Names statements that come again and again, so that Postgres parses and plans them once per connection. Texts that
 * differ from call to call get no name: each would stay with every connection.
 */
export class StatementNames {
  private readonly timesSeen = new Map<string, number>();
  private readonly names = new Map<string, string>();

  /** Nothing for a text that is new or rare. */
  nameOf(text: string): string | undefined {
    const name = this.names.get(text);
    if (name !== undefined) return name;
    const times = (this.timesSeen.get(text) ?? 0) + 1;
    if (times === 1 && this.timesSeen.size === mostTexts) return undefined;
    this.timesSeen.set(text, times);
    if (times < commonFrom) return undefined;
    this.names.set(text, `clarion_${this.names.size}`);
    return this.names.get(text);
  }
}
