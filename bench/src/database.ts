import pg from 'pg';

/** The stack's Postgres, for what the bench fills in before it measures. */
export class Database {
  private constructor(private readonly client: pg.Client) {}

  static async connect(url: string): Promise<Database> {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined); // a connection that is lost is told by the next statement
    await client.connect();
    return new Database(client);
  }

  async run(sql: string, ...values: unknown[]): Promise<void> {
    await this.client.query(sql, values);
  }

  async read<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
    return (await this.client.query<Row>(sql)).rows;
  }

  async stop(): Promise<void> {
    await this.client.end();
  }
}
