import { freePort, startProcess, waitFor, type StartedProcess } from '@clarion/testing';
import axios from 'axios';
import { join } from 'node:path';

/** What campaigns of the bench ask for data, as the bench sees it. */
export class DataApi {
  private constructor(
    /** Its `host:port`. */
    readonly host: string,
    private readonly program: StartedProcess,
  ) {}

  static async start(directory: string, signal: AbortSignal): Promise<DataApi> {
    const port = await freePort();
    const program = startProcess({
      name: 'data API',
      file: join(import.meta.dirname, 'main.js'),
      env: { PORT: String(port) },
      logFile: join(directory, 'logs/data-api.log'),
    });
    const api = new DataApi(`127.0.0.1:${port}`, program);
    await waitFor(() => api.calls(), { what: 'the data API', signal });
    return api;
  }

  /** Answers with one offer for each of so many cities. */
  offersUrl(rows: number): string {
    return `http://${this.host}/offers?rows=${rows}`;
  }

  /** How often each `Idempotency-Key` was called with. */
  async calls(): Promise<Record<string, number>> {
    return (await axios.get<Record<string, number>>(`http://${this.host}/calls`, { proxy: false })).data;
  }

  async stop(): Promise<void> {
    await this.program.stop();
  }
}
