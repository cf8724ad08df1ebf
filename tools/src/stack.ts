import { requirePortFree, type StartedProcess } from '@clarion/testing';
import { credentialsOf, type Credentials } from './credentials.js';
import { client, passwordReset, publishPasswordReset, sendPasswordReset } from './demo.js';
import type { ProcessRecord } from './leftovers.js';
import { removeLocalJson, writeLocalJson, type LocalJson } from './local-json.js';
import {
  environmentOf,
  logStart,
  portName,
  programFile,
  sandbox,
  services,
  startProgram,
  untilProgramReady,
  urlOf,
  type ProgramName,
} from './programs.js';
import { downloadKafka, kafka, postgres, requireExisting, topics, type OwnServer, type Server } from './servers.js';
import type { Settings } from './settings.js';
import type { Steps } from './steps.js';

const programs: ProgramName[] = [...services, 'playground'];

/** The whole product on this machine. What has started is stopped by `stop`, also when `start` has failed half-way. */
export class LocalStack {
  private readonly running: StartedProcess[] = [];
  private readonly servers: OwnServer[] = [];

  constructor(
    private readonly settings: Settings,
    private readonly root: string,
    private readonly record: ProcessRecord,
    private readonly steps: Steps,
    private readonly signal: AbortSignal,
  ) {}

  /**
   * Resolves when everything is up, the demo is published and its mail has arrived.
   * @throws LocalServerError where something outside is in the way; the signal's reason when it was aborted.
   */
  async start(): Promise<LocalJson> {
    const { settings, steps, signal } = this;
    await this.requirePorts();
    await requireExisting(settings);
    const credentials = await credentialsOf(settings.directory);
    const [brokers, databaseUrl] = await this.startServers(credentials);
    await Promise.all(services.map((name) => this.startProgram(name, credentials, { brokers, databaseUrl })));

    const campaignId = await steps.step('demo campaign', () =>
      publishPasswordReset(client('campaign-manager', settings, credentials), settings),
    );
    const gateway = client('trigger-gateway', settings, credentials);
    await steps.step('one call, one mail', () => sendPasswordReset(gateway, campaignId, settings, signal));
    const local: LocalJson = {
      urls: Object.fromEntries(programs.map((name) => [name, urlOf(name, settings)])),
      pids: Object.fromEntries(this.running.map(({ name, pid }) => [name, [pid]])),
      sandbox,
      apiKey: credentials.apiKey,
      campaigns: { [passwordReset]: campaignId },
    };
    await writeLocalJson(settings.directory, local);
    return local;
  }

  /** Resolves with a sentence when one of the programs, or a server of ours, ends by itself. */
  async untilOneEnds(): Promise<string> {
    return Promise.race(
      [...this.running, ...this.servers].map(async ({ name, exited, logFile }) => {
        const { code, signal } = await exited;
        return `${name} has ended with ${signal ?? `exit code ${String(code)}`}; its log is ${logFile}`;
      }),
    );
  }

  /** Stops the programs first, then the servers that they need. */
  async stop(): Promise<void> {
    if (this.running.length + this.servers.length > 0) this.steps.line('Stopping …');
    await removeLocalJson(this.settings.directory);
    await Promise.all(this.running.map((program) => program.stop()));
    await Promise.all(this.servers.map((server) => server.stop()));
    this.record.clear();
  }

  private async requirePorts(): Promise<void> {
    const { ports, brokers, databaseUrl } = this.settings;
    for (const name of programs) {
      const setting = portName(name);
      await requirePortFree(ports[setting], name, setting);
      if (name !== 'playground') await requirePortFree(ports[setting] + 100, `${name}, internal`, setting);
    }
    await requirePortFree(ports.PLAYGROUND_SMTP_PORT, 'playground, SMTP', 'PLAYGROUND_SMTP_PORT');
    if (!brokers) await requirePortFree(ports.KAFKA_PORT, 'Kafka', 'KAFKA_PORT');
    if (!databaseUrl) await requirePortFree(ports.POSTGRES_PORT, 'Postgres', 'POSTGRES_PORT');
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
    const { settings, root, steps, signal } = this;
    const url = urlOf(name, settings);
    await steps.step(
      name,
      async () => {
        signal.throwIfAborted();
        const start = await logStart(name, settings);
        const program = startProgram(name, root, settings, environmentOf(name, settings, credentials, servers));
        this.running.push(program);
        this.record.add({ name, pid: program.pid, mark: programFile(name, root) });
        await untilProgramReady(program, url, start, signal);
      },
      () => url,
    );
  }
}
