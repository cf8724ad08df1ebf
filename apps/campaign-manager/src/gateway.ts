import type { Recipient } from '@clarion/contracts';
import { InternalClient } from '@clarion/service';
import { successOf } from './internal-answer.js';
import type { JsonObject } from './json-object.js';

/** A version of a campaign that is to be sent to named addresses. */
export interface ProofRequest {
  sandbox: string;
  campaignId: string;
  campaignVersion: number;
  recipients: Recipient[];
  /** Which variant each of them gets. */
  variants: { treatment: string; locale: string }[];
  /** What is said to all; the recipients' own contexts have it already. */
  context?: JsonObject;
  subjectPrefix: string;
  /** The id of the key that asks for it. */
  requestedBy: string;
}

/** Where the trigger-gateway is, and what opens its `/internal`. */
export interface GatewaySettings {
  internalUrl: string;
  serviceToken: string;
}

const service = 'trigger-gateway';
const timeoutMs = 10_000;

/** The trigger-gateway, who starts executions. */
export class Gateway {
  private readonly client: InternalClient;

  constructor(settings: GatewaySettings) {
    this.client = new InternalClient({ service, timeoutMs, ...settings });
  }

  /** @throws Problem, ServiceUnavailable; whether it was started is not known then. */
  async prove(proof: ProofRequest, traceparent: string): Promise<{ executionId: string }> {
    return successOf(service, await this.client.post<{ executionId: string }>('/internal/proofs', proof, traceparent));
  }
}
