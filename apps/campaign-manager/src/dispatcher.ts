import type { Campaign, DataRow } from '@clarion/contracts';
import { InternalClient } from '@clarion/service';
import { successOf } from './internal-answer.js';
import type { JsonObject } from './json-object.js';
import type { MessageShown } from './preview/preview.answer.js';

/** Where the rows of a data source are: kept as a snapshot, or in here; null where it failed, and the campaign goes on. */
export type SourceData = { snapshotId: string } | { rows: DataRow[] } | null;

/** A message that is to be rendered, and not sent. */
export interface MessageQuestion {
  sandbox: string;
  campaign: Campaign;
  recipient: {
    address: string;
    treatment: string;
    locale: string;
    context: JsonObject;
    profile: JsonObject;
  };
  /** By alias. */
  data: Record<string, SourceData>;
}

/** Where the channel-dispatcher is, and what opens its `/internal`. */
export interface DispatcherSettings {
  internalUrl: string;
  serviceToken: string;
}

const service = 'channel-dispatcher';
const timeoutMs = 15_000;

/** The channel-dispatcher, who renders what is sent. */
export class Dispatcher {
  private readonly client: InternalClient;

  constructor(settings: DispatcherSettings) {
    this.client = new InternalClient({ service, timeoutMs, ...settings });
  }

  /** @throws Problem, ServiceUnavailable */
  async show(question: MessageQuestion, traceparent: string): Promise<MessageShown> {
    return successOf(service, await this.client.post<MessageShown>('/internal/previews', question, traceparent));
  }
}
