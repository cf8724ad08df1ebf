import type { Scope } from '@clarion/contracts';
import { ApiKeyGuard, bodyValidation, CurrentScopes, Needs, Problem } from '@clarion/service';
import { Answers, Area, Does, Refuses } from '@clarion/service/openapi';
import { Body, Controller, HttpCode, Param, Post, UseGuards } from '@nestjs/common';
import { CurrentCall, type ChangingCall } from '../current-call.js';
import { campaigns } from '../representation.js';
import { CampaignProofs } from './campaign-proofs.js';
import { proofAnswer, type ProofAccepted } from './proof.answer.js';
import { ProofBody } from './proof.body.js';

/** Test sends of a campaign's draft, whatever its status. Whoever has them sent writes campaigns, and sends. */
@Area('Campaigns')
@Controller('v1/campaigns/:id/proofs')
@UseGuards(ApiKeyGuard)
export class ProofsController {
  constructor(private readonly proofs: CampaignProofs) {}

  @Post()
  @HttpCode(202)
  @Needs('campaigns:write')
  @Does(
    'Sends the draft of a campaign to named addresses, to be looked at.',
    'The key needs the scope `executions:write`, too.',
  )
  @Answers(202, proofAnswer, 'The execution.')
  @Refuses(404, 'CampaignNotFound')
  @Refuses(413, 'ProofTooLarge')
  @Refuses(422, 'ContextInvalid', 'ReviewFailed', 'VariantNotFound', 'VersionTooLarge')
  async send(
    @Param('id') id: string,
    @Body(bodyValidation('refused')) body: ProofBody,
    @CurrentCall() call: ChangingCall,
    @CurrentScopes() scopes: readonly Scope[],
  ): Promise<ProofAccepted> {
    if (!scopes.includes('executions:write')) {
      throw new Problem(403, 'ScopeMissing', 'The key lacks the scope executions:write.');
    }
    const accepted = await this.proofs.send(campaigns.keyOf(call, id), body, call);
    if (!accepted) throw campaigns.missing();
    return accepted;
  }
}
