import type { Campaign } from '@clarion/contracts';
import { Definitions } from '@clarion/definitions';
import { LOGGER, traceIdOf, type Logger } from '@clarion/observability';
import { Problem } from '@clarion/service';
import { Inject, Injectable } from '@nestjs/common';
import { contextFaultsOf } from '../context-faults.js';
import { ExecutionsRepository } from '../executions.repository.js';
import { proofExecution, type Proof } from './proof-execution.js';

/** With all else that its event says, this stays below the 1 MB that Kafka takes. */
const mostBytes = 600 * 1024;

/** Accepts proofs: each is kept with the event that starts it. */
@Injectable()
export class Proofs {
  constructor(
    private readonly definitions: Definitions,
    private readonly executions: ExecutionsRepository,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws Problem `CampaignNotFound`, `ProofTooLarge`, `ContextInvalid`; ServiceUnavailable */
  async accept(proof: Proof, traceparent: string): Promise<{ executionId: string }> {
    const { campaignId, campaignVersion } = proof;
    const campaign = await this.definitions.version('campaign', campaignId, campaignVersion);
    if (!campaign) {
      throw new Problem(404, 'CampaignNotFound', `The campaign ${campaignId} has no version ${campaignVersion}.`);
    }
    requireRoom(proof);
    requireFitting(proof, campaign);
    const { execution, owed } = proofExecution(proof, campaign, traceparent);
    await this.executions.keep(execution, owed);
    const { execution_id: executionId } = execution;
    this.logger.info({ executionId, campaignId, campaignVersion, traceId: traceIdOf(traceparent) }, 'proof accepted');
    return { executionId };
  }
}

function requireRoom({ recipients, context }: Proof): void {
  const bytes = Buffer.byteLength(JSON.stringify({ recipients, context }));
  if (bytes <= mostBytes) return;
  const detail = `The recipients have ${bytes} bytes, with their profiles and contexts; at most ${mostBytes} are taken.`;
  throw new Problem(413, 'ProofTooLarge', detail);
}

/** As that of a call must, the context of each recipient fits the schema of the version. */
function requireFitting({ campaignId, recipients }: Proof, campaign: Campaign): void {
  const faults = contextFaultsOf({ kind: 'unitary', body: { requestId: '', campaignId, recipients } }, campaign);
  if (faults.length === 0) return;
  throw new Problem(422, 'ContextInvalid', 'The context is not what the campaign needs.', { errors: faults });
}
