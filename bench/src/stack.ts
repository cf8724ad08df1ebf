import { createTopics } from '@clarion/messaging';
import type { StartedProcess } from '@clarion/testing';
import {
  client,
  credentialsOf,
  environmentOf,
  readSettings,
  sandbox,
  startProgram,
  untilProgramReady,
  urlOf,
  type Credentials,
  services,
  type Settings,
} from '@clarion/tools';
import { sizeOf } from '@clarion/testing';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A program of the product. */
export type Service = (typeof services)[number];

/** All of them; the playground stands outside. */
export const allServices: readonly Service[] = services;

const root = join(import.meta.dirname, '../..');

/** Where a stack runs, and on which servers. */
export interface StackPlace {
  directory: string;
  ports: Settings['ports'];
  brokers: string[];
  databaseUrl: string;
  /** The service whose CPU profile is wanted, and the folder where it is written when the service ends. */
  profile: { service: string; directory: string } | undefined;
}

/** The services, each started and stopped by itself, with what `npm start` tells them. */
export class Stack {
  private readonly running = new Map<Service, StartedProcess>();

  private constructor(
    private readonly place: StackPlace,
    private readonly settings: Settings,
    private readonly credentials: Credentials,
    private readonly signal: AbortSignal,
  ) {}

  /** Makes the topics; no service runs yet. */
  static async on(place: StackPlace, signal: AbortSignal): Promise<Stack> {
    const env = Object.fromEntries(Object.entries(place.ports).map(([name, port]) => [name, String(port)]));
    const settings = readSettings({ ...env, CLARION_DIRECTORY: place.directory }, root);
    await createTopics({ brokers: place.brokers, topicPrefix: '', replicationFactor: 1 });
    return new Stack(place, settings, await credentialsOf(place.directory), signal);
  }

  /** Resolves when all of them are ready. */
  async start(...names: Service[]): Promise<void> {
    await Promise.all(names.map((name) => this.startWith(name, {})));
  }

  /** The same of one service, with settings of its own. */
  async startWith(name: Service, own: Record<string, string>): Promise<void> {
    const logStart = await sizeOf(join(this.settings.directory, 'logs', `${name}.log`));
    const program = startProgram(name, root, this.settings, { ...this.environmentOf(name), ...own });
    this.running.set(name, program);
    await untilProgramReady(program, urlOf(name, this.settings), logStart, this.signal);
  }

  async stop(...names: Service[]): Promise<void> {
    await Promise.all(
      names.map(async (name) => {
        await this.running.get(name)?.stop(20_000);
        this.running.delete(name);
      }),
    );
  }

  async stopAll(): Promise<void> {
    await this.stop(...this.running.keys());
  }

  /** The process ids of what runs. */
  pids(): Map<Service, number> {
    return new Map([...this.running].map(([name, { pid }]) => [name, pid]));
  }

  /** Talks to a public API with the local key. */
  client(name: 'campaign-manager' | 'trigger-gateway') {
    return client(name, this.settings, this.credentials);
  }

  /** What a caller sends to be let in. */
  get headers(): Record<string, string> {
    const { id, secret } = this.credentials.apiKey;
    return {
      'x-api-key': id,
      authorization: `Bearer ${secret}`,
      'x-sandbox-name': sandbox,
      'x-gw-ims-org-id': 'clarion',
    };
  }

  get keySecret(): string {
    return this.credentials.apiKey.secret;
  }

  get gatewayPort(): number {
    return this.settings.ports.TRIGGER_GATEWAY_PORT;
  }

  private environmentOf(name: Service): Record<string, string> {
    const { place, settings, credentials } = this;
    const env = environmentOf(name, settings, credentials, place);
    if (place.profile?.service !== name) return env;
    const profiler = pathToFileURL(join(import.meta.dirname, 'cpu-profile.js')).href;
    const { directory } = place.profile;
    return { ...env, NODE_OPTIONS: `--import=${profiler}`, PROFILE_DIRECTORY: directory, PROFILE_NAME: name };
  }
}
