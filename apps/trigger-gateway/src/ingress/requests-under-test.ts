import {
  createTopics,
  DeadLetterReader,
  KafkaPublisher,
  type DeadLetter,
  type KafkaSettings,
} from '@clarion/messaging';
import { createLogger } from '@clarion/observability';

const topic = 'execution.requested.v1';
const logger = createLogger('ingress-test', 'silent');

/** A request as a producer that is not ours sends it. */
export interface GivenRequest {
  id: string;
  data: unknown;
  key?: string;
  source?: string;
  sandbox?: string;
  /** Headers beside those of CloudEvents. */
  headers?: Record<string, string>;
}

/** A topic for requests on real Kafka, and what the gateway's group could not read there. */
export class RequestsUnderTest {
  readonly letters: DeadLetter[] = [];
  private readonly producer: KafkaPublisher;
  private readonly reader: DeadLetterReader;

  constructor(readonly kafka: KafkaSettings) {
    const keep = (letters: DeadLetter[]) => Promise.resolve(void this.letters.push(...letters));
    this.producer = new KafkaPublisher(kafka, 'shop', logger);
    this.reader = new DeadLetterReader({ ...kafka, group: 'trigger-gateway', keep, logger });
  }

  /** With one partition, so that requests are handled in their order. */
  async start(): Promise<void> {
    await createTopics({ ...this.kafka, replicationFactor: 1, partitions: 1 });
    this.reader.start();
  }

  /** Binary mode, with no header but those that must be there. */
  async send(...requests: GivenRequest[]): Promise<void> {
    await this.sendRecords(
      requests.map(({ id, data, key = '', source = '/shop', sandbox = 'dev', headers = {} }) => ({
        key,
        value: typeof data === 'string' ? data : JSON.stringify(data),
        headers: {
          ...{ ce_specversion: '1.0', ce_id: id, ce_source: source, ce_type: topic, ce_sandbox: sandbox },
          ...headers,
        },
      })),
    );
  }

  /** Structured mode. */
  async sendStructured({ id, data, key = '', source = '/shop', sandbox = 'dev' }: GivenRequest): Promise<void> {
    const value = JSON.stringify({ specversion: '1.0', id, source, type: topic, sandbox, data });
    await this.sendRecords([{ key, value, headers: { 'content-type': 'application/cloudevents+json' } }]);
  }

  async sendRecords(records: { key: string; value: string; headers: Record<string, string> }[]): Promise<void> {
    await this.producer.send(records.map((record) => ({ topic, ...record })));
  }

  async stop(): Promise<void> {
    await this.reader.stop();
    await this.producer.disconnect();
  }
}
