import { cacheDirectory, fetchKafka, startKafka, startPostgres } from '@clarion/testing';
import { join } from 'node:path';
import type { Arrival } from './compare.js';
import { Journal } from './journal.js';
import { MailSink } from './mail-sink.js';
import type { ChaosOptions } from './options.js';
import { portBlock } from '../port-block.js';
import { Restartable } from './restartable.js';
import { StackUnderChaos } from './stack-under-chaos.js';
import type { Victims } from './fault-injector.js';

/** All that a run of chaos starts, each of its own, and stops again. */
export class Site {
  readonly arrivals: Journal<Arrival & { at: string }>;
  private readonly stops: (() => unknown)[] = [];

  /** @param directory for data, logs and journals */
  constructor(private readonly directory: string) {
    this.arrivals = new Journal(join(directory, 'arrived.jsonl'));
  }

  /** What has started is stopped by `stop`, also when this has failed half-way. */
  async start({ instances }: ChaosOptions, say: (line: string) => void, signal: AbortSignal): Promise<Victims> {
    const { directory } = this;
    const ports = await portBlock();
    const sink = await this.keep(MailSink.start(this.arrivals));
    const at = (name: string) => ({
      dataDirectory: join(directory, 'data', name),
      logFile: join(directory, 'logs', `${name}.log`),
    });
    say('starting Kafka and Postgres');
    const cache = cacheDirectory();
    await fetchKafka(cache, undefined, signal);
    const beginKafka = () => startKafka({ cacheDirectory: cache, port: ports.KAFKA_PORT, ...at('kafka') });
    // It must survive its own end only, not the machine's.
    const survivesPowerLoss = false;
    const beginPostgres = () => startPostgres({ port: ports.POSTGRES_PORT, survivesPowerLoss, ...at('postgres') });
    const kafka = await this.keep(Restartable.start(beginKafka));
    const postgres = await this.keep(Restartable.start(beginPostgres));

    say('starting the stack');
    const { brokers } = kafka.now;
    const place = { directory, ports, brokers, databaseUrl: postgres.now.url };
    const stack = await this.keep(StackUnderChaos.start(place, signal));
    if (instances > 1) await stack.startSecond(signal);
    return { stack, kafka, postgres, sink };
  }

  /** The last started first. */
  async stop(): Promise<void> {
    for (const stop of this.stops.splice(0).toReversed()) await stop();
    await this.arrivals.end();
  }

  private async keep<One extends { stop(): unknown }>(starting: Promise<One>): Promise<One> {
    const one = await starting;
    this.stops.push(() => one.stop());
    return one;
  }
}
