import { LocalServerError } from '@clarion/testing';
import { credentialsOf, type Credentials } from './credentials.js';
import { runDemos } from './demos.js';
import type { ProcessRecord } from './leftovers.js';
import { removeLocalJson, writeLocalJson, type LocalJson } from './local-json.js';
import {
  environmentOf,
  logStart,
  programs,
  sandbox,
  services,
  untilProgramReady,
  urlOf,
  type ProgramName,
} from './programs.js';
import { requirePorts } from './required-ports.js';
import { RunningPrograms } from './running-programs.js';
import { downloadKafka, kafka, postgres, requireExisting, topics, type OwnServer, type Server } from './servers.js';
import type { Settings } from './settings.js';
import type { Steps } from './steps.js';
import { sentenceOf, supervise } from './supervise.js';

/** The whole product on this machine. What has started is stopped by `stop`, also when `start` has failed half-way. */
export class LocalStack {
  private readonly programs: RunningPrograms;
  private readonly servers: OwnServer[] = [];
  private readonly stopping = new AbortController();
  /** Aborted when a program ends before all is up. */
  private readonly failing = new AbortController();

  /** @param signal aborted when it was asked to stop */
  constructor(
    private readonly settings: Settings,
    root: string,
    private readonly record: ProcessRecord,
    private readonly steps: Steps,
    private readonly signal: AbortSignal,
  ) {
    this.programs = new RunningPrograms(settings, root, record);
  }

  /**
   * Resolves when everything is up, the demos are published and their mails have arrived.
   * @throws LocalServerError where something outside is in the way, or a program ends; the signal's reason when it was
   *   aborted.
   */
  async start(): Promise<LocalJson> {
    const { settings, steps } = this;
    await requirePorts(settings);
    await requireExisting(settings);
    const credentials = await credentialsOf(settings.directory);
    const [brokers, databaseUrl] = await this.startServers(credentials);
    await Promise.all(services.map((name) => this.startProgram(name, credentials, { brokers, databaseUrl })));

    const starting = AbortSignal.any([this.signal, this.failing.signal]);
    const campaigns = await runDemos(settings, credentials, steps, starting);
    starting.throwIfAborted();
    const local: LocalJson = {
      urls: Object.fromEntries(programs.map((name) => [name, urlOf(name, settings)])),
      pids: this.programs.pids(),
      sandbox,
      apiKey: credentials.apiKey,
      campaigns,
    };
    writeLocalJson(settings.directory, local);
    return local;
  }

  /**
   * Starts programs again that end by themselves, each with a line and in `local.json`. Resolves with a sentence when
   * one does so too often, or when a server of ours ends; with nothing when it was asked to stop.
   */
  async supervise(local: LocalJson): Promise<string | undefined> {
    const signal = AbortSignal.any([this.signal, this.stopping.signal]);
    const startAgain = (name: ProgramName, ended: string) => {
      const program = this.programs.startAgain(name);
      writeLocalJson(this.settings.directory, { ...local, pids: this.programs.pids() });
      this.steps.line(`${ended}; started again as process ${program.pid}`);
      return program;
    };
    return Promise.race([
      ...this.programs.all().map(([name, program]) => supervise(program, (ended) => startAgain(name, ended), signal)),
      ...this.servers.map(async (server) => `${sentenceOf(server, await server.exited)}; its log is ${server.logFile}`),
    ]);
  }

  /** Stops the programs first, then the servers that they need. */
  async stop(): Promise<void> {
    this.stopping.abort(); // what ends from here on is not started again
    if (this.programs.all().length + this.servers.length > 0) this.steps.line('Stopping …');
    await removeLocalJson(this.settings.directory);
    await this.programs.stop();
    await Promise.all(this.servers.map((server) => server.stop()));
    this.record.clear();
  }

  /** Kafka with its topics, Postgres and the playground, side by side. */
  private async startServers(credentials: Credentials): Promise<[brokers: string[], databaseUrl: string]> {
    const { settings, steps, signal } = this;
    const broker = async () => {
      await steps.step('Kafka from Maven', (progress) => downloadKafka(settings, progress, signal), String);
      const { address } = await steps.step(
        'Kafka',
        () => this.keep(kafka(settings, signal)),
        ({ address: at }) => at.join(', '),
      );
      await steps.step('topics', () => topics(address, settings.topicPrefix));
      return address;
    };
    const database = async () => {
      const where = (url: string) => new URL(url).host;
      const { address } = await steps.step(
        'Postgres',
        () => this.keep(postgres(settings, signal)),
        (server) => where(server.address),
      );
      return address;
    };
    const none = { brokers: [], databaseUrl: '' };
    const started = await Promise.allSettled([
      broker(),
      database(),
      this.startProgram('playground', credentials, none),
    ]);
    const failed = started.find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
    const [brokers, databaseUrl] = started;
    if (brokers.status === 'rejected' || databaseUrl.status === 'rejected') throw new Error('unreachable');
    return [brokers.value, databaseUrl.value];
  }

  private async keep<Address>(starting: Promise<Server<Address>>): Promise<Server<Address>> {
    const server = await starting;
    if (server.ours) {
      this.servers.push(server.ours);
      this.record.add(server.ours);
    }
    return server;
  }

  private async startProgram(
    name: ProgramName,
    credentials: Credentials,
    servers: { brokers: string[]; databaseUrl: string },
  ): Promise<void> {
    const { settings, steps, signal } = this;
    const url = urlOf(name, settings);
    await steps.step(
      name,
      async () => {
        signal.throwIfAborted();
        const start = await logStart(name, settings);
        const program = this.programs.start(name, environmentOf(name, settings, credentials, servers));
        await untilProgramReady(program, url, start, signal);
        void program.exited.then((exit) => {
          this.failing.abort(new LocalServerError(`${sentenceOf(program, exit)}; its log is ${program.logFile}`));
        });
      },
      () => url,
    );
  }
}
