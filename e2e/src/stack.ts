import { startProcess, testBrokers, testDatabase, topicPrefix, waitFor } from '@clarion/testing';
import { portBlock } from '@clarion/tools';
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { heldClient } from './held-client.js';

/** What `npm start` writes for scripts. */
export interface LocalJson {
  urls: Record<string, string>;
  pids: Record<string, number[]>;
  sandbox: string;
  apiKey: { id: string; secret: string };
  campaigns: Record<string, string>;
}

/** A message as the playground shows it. */
export interface Message {
  to: string;
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
  /** ISO 8601. */
  receivedAt: string;
}

/** The whole product as `npm start` runs it, on the Kafka and Postgres of this test run. */
export interface Stack {
  local: LocalJson;
  /** Its `CLARION_DIRECTORY`, where `local.json` is. */
  directory: string;
  /** Every answer of these two is held against the service's OpenAPI document. */
  gateway: AxiosInstance;
  manager: AxiosInstance;
  playground: AxiosInstance;
  /** The Kafka that it uses, and what stands before its topics there. */
  kafka: { brokers: string[]; topicPrefix: string };
  /** What it was told, for one more process beside it. */
  environment: NodeJS.ProcessEnv;
  messages(to?: string): Promise<Message[]>;
  /** The process of a service as it is now: another one after it was started again. */
  pid(service: string): Promise<number>;
  /** What `npm start` has printed so far. */
  output(): Promise<string>;
  /** Ends it as Ctrl-C does; resolves with its exit code. */
  stop(): Promise<number | null>;
}

/** What `npm start` runs once all is installed and built. */
export const stackProgram = join(import.meta.dirname, '../../tools/dist/main.js');

/** Free ports as the environment names them, so that several stacks can run at once. */
export async function freePorts(): Promise<Record<string, string>> {
  return Object.fromEntries(Object.entries(await portBlock()).map(([name, port]) => [name, String(port)]));
}

export async function startStack(): Promise<Stack> {
  const directory = await mkdtemp(join(tmpdir(), 'clarion-e2e-'));
  const database = await testDatabase();
  const kafka = { brokers: testBrokers(), topicPrefix: topicPrefix() };
  const environment = {
    ...process.env,
    ...(await freePorts()),
    CLARION_DIRECTORY: directory,
    KAFKA_BROKERS: kafka.brokers.join(','),
    DATABASE_URL: database.url,
    TOPIC_PREFIX: kafka.topicPrefix,
  };
  const clean = async () => {
    await database.drop();
    await rm(directory, { recursive: true, force: true });
  };
  return start({ directory, environment, kafka, clean });
}

/**
 * The same with a Kafka and a Postgres of its own, as on a user's machine. What they keep stays in the directory, where
 * another start finds it.
 * @param options those of `npm start`
 */
export async function startOnOwnServers(
  directory: string,
  ports: Record<string, string>,
  ...options: string[]
): Promise<Stack> {
  const environment = { ...process.env, ...ports, CLARION_DIRECTORY: directory };
  const kafka = { brokers: [`127.0.0.1:${ports['KAFKA_PORT'] ?? ''}`], topicPrefix: '' };
  return start({ directory, environment, kafka, clean: () => Promise.resolve() }, options);
}

/** What a stack is started on; `clean` is called once it has ended. */
type Place = Pick<Stack, 'directory' | 'environment' | 'kafka'> & { clean: () => Promise<void> };

async function start({ directory, environment, kafka, clean }: Place, args: string[] = []): Promise<Stack> {
  const logFile = join(directory, 'stack.log');
  const stack = startProcess({ name: 'stack', file: stackProgram, args, logFile, env: environment });
  const stop = async () => {
    await stack.stop(20_000);
    const { code } = await stack.exited;
    await clean();
    return code;
  };
  const file = join(directory, 'local.json');
  try {
    const local = await localJson(file, stack.exited);
    return {
      local,
      directory,
      gateway: await heldClient(client(local, 'trigger-gateway')),
      manager: await heldClient(client(local, 'campaign-manager')),
      playground: axios.create({ baseURL: local.urls['playground'] ?? '', proxy: false }),
      kafka,
      environment,
      messages: inbox(local),
      pid: async (service) => (JSON.parse(await readFile(file, 'utf8')) as LocalJson).pids[service]?.[0] ?? 0,
      output: () => readFile(logFile, 'utf8'),
      stop,
    };
  } catch (error) {
    const log = await readFile(logFile, 'utf8');
    await stop();
    throw new Error(`The stack did not start:\n${log}`, { cause: error });
  }
}

async function localJson(file: string, exited: Promise<unknown>): Promise<LocalJson> {
  let hasEnded = false;
  void exited.then(() => (hasEnded = true));
  const text = await waitFor(
    async () => {
      if (hasEnded) return '';
      return readFile(file, 'utf8');
    },
    { what: 'local.json', timeoutMs: 90_000 },
  );
  if (text === '') throw new Error('npm start ended by itself');
  return JSON.parse(text) as LocalJson;
}

/** Every status is an answer, none is thrown. */
function client({ urls, apiKey, sandbox }: LocalJson, service: string): AxiosInstance {
  return axios.create({
    baseURL: urls[service] ?? '',
    proxy: false,
    validateStatus: () => true,
    headers: {
      'content-type': 'application/json',
      'x-api-key': apiKey.id,
      authorization: `Bearer ${apiKey.secret}`,
      'x-sandbox-name': sandbox,
      'x-gw-ims-org-id': 'clarion',
    },
  });
}

function inbox({ urls }: LocalJson): (to?: string) => Promise<Message[]> {
  return async (to) => {
    const answer: AxiosResponse<{ messages: Message[] }> = await axios.get(`${urls['playground'] ?? ''}/api/messages`, {
      params: to === undefined ? {} : { to },
      proxy: false,
    });
    return answer.data.messages;
  };
}
