import { lastLines, LocalServerError, startProcess, textFrom, waitFor, type StartedProcess } from '@clarion/testing';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { credentialsOf, type Credentials } from '../credentials.js';
import { ProcessRecord } from '../leftovers.js';
import type { LocalJson } from '../local-json.js';
import { environmentOf, services, untilProgramReady, urlOf } from '../programs.js';
import { RunningPrograms } from '../running-programs.js';
import { readSettings, type Settings } from '../settings.js';
import { supervise } from '../supervise.js';
import { programOf } from './fault-plan.js';
import type { Service } from './options.js';
import { portBlock } from '../port-block.js';

const root = join(import.meta.dirname, '../../..');

/** Where a stack runs, and on which servers. */
export interface StackPlace {
  directory: string;
  ports: Settings['ports'];
  brokers: string[];
  databaseUrl: string;
}

/** The whole product as `npm start` runs it, and where it is wanted a second process of every service. */
export class StackUnderChaos {
  private second: { programs: RunningPrograms; settings: Settings } | undefined;
  private readonly stopping = new AbortController();

  private constructor(
    private readonly first: StartedProcess,
    readonly settings: Settings,
    readonly credentials: Credentials,
    private readonly place: StackPlace,
  ) {}

  /** @throws LocalServerError with the end of its log when it does not start */
  static async start(place: StackPlace, signal: AbortSignal): Promise<StackUnderChaos> {
    const { directory, ports } = place;
    const env = {
      ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)])),
      CLARION_DIRECTORY: directory,
      KAFKA_BROKERS: place.brokers.join(','),
      DATABASE_URL: place.databaseUrl,
      TOPIC_PREFIX: '',
    };
    const file = join(root, 'tools/dist/main.js');
    const first = startProcess({ name: 'npm start', file, env, logFile: join(directory, 'logs/stack.log') });
    try {
      await untilUp(first, directory, signal);
    } catch (error) {
      await first.stop();
      throw error;
    }
    return new StackUnderChaos(first, readSettings(env, root), await credentialsOf(directory), place);
  }

  /** Starts every service a second time, on other ports, each talking to the others of its kind. */
  async startSecond(signal: AbortSignal): Promise<void> {
    const { place, credentials } = this;
    const { PLAYGROUND_PORT } = this.settings.ports;
    const directory = join(place.directory, 'second');
    await mkdir(directory, { recursive: true });
    const settings = { ...this.settings, directory, ports: { ...(await portBlock()), PLAYGROUND_PORT } };
    const programs = new RunningPrograms(settings, root, new ProcessRecord(directory));
    this.second = { programs, settings };
    await Promise.all(
      services.map(async (name) => {
        const program = programs.start(name, environmentOf(name, settings, credentials, place));
        await untilProgramReady(program, urlOf(name, settings), 0, signal);
        void supervise(program, () => programs.startAgain(name), this.stopping.signal);
      }),
    );
  }

  /** Every process of it has its own. */
  urls(service: Service): string[] {
    const settings = [this.settings, ...(this.second ? [this.second.settings] : [])];
    return settings.map((one) => urlOf(service, one));
  }

  /** The process of a service as it is now. */
  async pid(service: Service, instance: number): Promise<number> {
    const pids = instance === 0 ? (await localJson(this.place.directory)).pids : this.second?.programs.pids();
    const pid = pids?.[service]?.[0];
    if (pid === undefined) throw new Error(`There is no process ${instance} of ${service}`);
    return pid;
  }

  /** Every process of every service as it is now, by service and instance. */
  async processes(): Promise<Map<string, number>> {
    const stacks = this.second ? [0, 1] : [0];
    const found = services.flatMap((service) =>
      stacks.map(async (instance): Promise<[string, number]> => {
        return [programOf({ service, instance }), await this.pid(service, instance)];
      }),
    );
    return new Map(await Promise.all(found));
  }

  /** Resolves with a sentence when `npm start` gives up. */
  async givenUp(): Promise<string> {
    await this.first.exited;
    return `npm start has ended:\n${lastLines(await textFrom(this.first.logFile, 0), 5)}`;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all([this.first.stop(20_000), this.second?.programs.stop()]);
  }
}

async function untilUp(first: StartedProcess, directory: string, signal: AbortSignal): Promise<void> {
  const ended = new AbortController();
  void first.exited.then(() => {
    ended.abort(new Error('it has ended by itself'));
  });
  const either = AbortSignal.any([signal, ended.signal]);
  try {
    await waitFor(() => localJson(directory), {
      what: 'npm start',
      timeoutMs: 180_000,
      intervalMs: 100,
      signal: either,
    });
  } catch (error) {
    signal.throwIfAborted();
    const said = lastLines(await textFrom(first.logFile, 0), 8);
    throw new LocalServerError(`The stack did not start (${String(error)}):\n${said}`, { cause: error });
  }
}

async function localJson(directory: string): Promise<LocalJson> {
  return JSON.parse(await readFile(join(directory, 'local.json'), 'utf8')) as LocalJson;
}
