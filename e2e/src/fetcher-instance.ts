import type { StartedProcess } from '@clarion/testing';
import {
  credentialsOf,
  environmentOf,
  portBlock,
  readSettings,
  startProgram,
  untilProgramReady,
  urlOf,
  type Settings,
} from '@clarion/tools';
import axios from 'axios';
import { join } from 'node:path';
import type { Stack } from './stack.js';

const name = 'data-fetcher';
const root = join(import.meta.dirname, '../..');
const never = new AbortController().signal;

/** One more process of the data-fetcher, beside that of a stack, on its Kafka and its Postgres. */
export class FetcherInstance {
  private constructor(
    private readonly settings: Settings,
    private readonly environment: Record<string, string>,
    private running: StartedProcess,
  ) {}

  /** Resolves once it is ready. */
  static async beside({ environment }: Stack): Promise<FetcherInstance> {
    const first = readSettings(environment, root);
    const { DATA_FETCHER_PORT } = await portBlock();
    const directory = join(first.directory, `fetcher-${DATA_FETCHER_PORT}`);
    const settings = { ...first, directory, ports: { ...first.ports, DATA_FETCHER_PORT } };
    const servers = { brokers: first.brokers ?? [], databaseUrl: first.databaseUrl ?? '' };
    const own = environmentOf(name, settings, await credentialsOf(first.directory), servers);
    const instance = new FetcherInstance(settings, own, startProgram(name, root, settings, own));
    await instance.untilReady();
    return instance;
  }

  /** See `callsCountedAt`. */
  callsMade(): Promise<number> {
    return callsCountedAt(this.settings.ports.DATA_FETCHER_PORT + 100);
  }

  /** By SIGKILL. */
  async kill(): Promise<void> {
    await this.running.kill();
  }

  /** Resolves once it is ready. */
  async startAgain(): Promise<void> {
    this.running = startProgram(name, root, this.settings, this.environment);
    await this.untilReady();
  }

  async stop(): Promise<void> {
    await this.running.stop();
  }

  private untilReady(): Promise<void> {
    return untilProgramReady(this.running, urlOf(name, this.settings), 0, never);
  }
}

/** How many calls to data sources the process with this internal port has made since it started. */
export async function callsCountedAt(port: number): Promise<number> {
  const { data } = await axios.get<string>(`http://127.0.0.1:${port}/metrics`, { proxy: false });
  const counted = data.matchAll(/^clarion_fetch_calls_total\{.*\} (\d+)$/gm);
  return [...counted].reduce((sum, [, count]) => sum + Number(count), 0);
}
