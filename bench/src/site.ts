import { cacheDirectory, fetchKafka, startKafka, startPostgres } from '@clarion/testing';
import { portBlock } from '@clarion/tools';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from './database.js';
import { Sink } from './sink/sink.js';
import { Stack } from './stack.js';
import { costliestStatements, withStatements } from './statements.js';
import { thenEnd } from './then-end.js';
import { Topics } from './topics.js';

/** What is to be profiled, and where the profiles are written. */
export type Profile = { service: string; directory: string } | undefined;

/** What a scenario runs on: servers, services and a mail sink of its own, in a folder of its own. */
export class Site {
  private readonly stops: (() => unknown)[] = [];

  private constructor(readonly directory: string) {
    this.stops.push(() => rm(directory, { recursive: true, force: true }));
  }

  /** Runs some work on a new site, and ends all that was started for it, however the work ends. */
  static async with<Result>(
    profile: Profile,
    signal: AbortSignal,
    work: (place: SitePlace) => Promise<Result>,
  ): Promise<Result> {
    const directory = await mkdtemp(join(tmpdir(), 'clarion-bench-'));
    await chmod(directory, 0o711); // the user of Postgres must pass
    const site = new Site(directory);
    return thenEnd(async () => {
      const place = await site.start(profile, signal);
      const result = await work(place);
      if (profile) {
        const file = join(profile.directory, `statements-${Date.now()}.txt`);
        await writeFile(file, await costliestStatements(place.database));
      }
      return result;
    }, site.stops);
  }

  private async start(profile: Profile, signal: AbortSignal): Promise<SitePlace> {
    const { directory } = this;
    const at = (name: string) => ({
      dataDirectory: join(directory, 'data', name),
      logFile: join(directory, 'logs', `${name}.log`),
      signal,
    });
    const cache = cacheDirectory();
    await fetchKafka(cache, undefined, signal);
    const ports = await portBlock();
    const { brokers, pid: kafkaPid } = await this.keep(
      startKafka({ cacheDirectory: cache, port: ports.KAFKA_PORT, ...at('kafka') }),
    );
    const start = () => startPostgres({ port: ports.POSTGRES_PORT, ...at('postgres') });
    const postgres = await this.keep(profile ? withStatements(start) : start());
    const database = await this.keep(Database.connect(postgres.url));
    const sink = await this.keep(Sink.start(directory, signal));
    const topics = await Topics.connect(brokers);
    this.stops.push(() => topics.disconnect());
    const stack = await Stack.on({ directory, ports, brokers, databaseUrl: postgres.url, profile }, signal);
    this.stops.push(() => stack.stopAll());
    const { url: databaseUrl, pid: postgresPid } = postgres;
    return { directory, brokers, database, databaseUrl, sink, topics, stack, kafkaPid, postgresPid, signal };
  }

  private async keep<One extends { stop(): unknown }>(starting: Promise<One>): Promise<One> {
    const one = await starting;
    this.stops.push(() => one.stop());
    return one;
  }
}

/** What a scenario is given. */
export interface SitePlace {
  directory: string;
  brokers: string[];
  database: Database;
  databaseUrl: string;
  sink: Sink;
  topics: Topics;
  stack: Stack;
  kafkaPid: number;
  postgresPid: number;
  signal: AbortSignal;
}
