import type { ActiveDefinition } from '@clarion/definitions';
import { invalidRequest, Problem, type ProblemError } from '@clarion/service';
import type { UnitaryExecutionBody } from './unitary-execution.body.js';

const largestContextBytes = 200 * 1024;

/**
 * Whether a well-formed call may run: its campaign is live in the caller's sandbox, every recipient is another person
 * and in the campaign's namespace, and the context is at most 200 KB.
 * @returns the campaign's version that it will run.
 * @throws Problem, the answer to the caller, when it may not.
 */
export function accept(
  body: UnitaryExecutionBody,
  sandbox: string,
  campaign: ActiveDefinition<'campaign'> | undefined,
): number {
  const additionalContext = { requestId: body.requestId, campaignId: body.campaignId };
  if (campaign?.sandbox !== sandbox) {
    const detail = `No campaign ${body.campaignId} was ever activated in sandbox ${sandbox}.`;
    throw new Problem(404, 'CampaignNotFound', detail, { additionalContext });
  }
  if (campaign.state !== 'live') {
    throw new Problem(409, 'CampaignNotLive', `The campaign is ${campaign.state}.`, { additionalContext });
  }
  const errors = [...repeatedRecipients(body), ...foreignRecipients(body, campaign.body.identityNamespace)];
  if (errors.length > 0) throw invalidRequest(errors, additionalContext);
  const contextBytes = body.recipients.reduce((sum, { context }) => sum + bytesOf(context), 0);
  if (contextBytes > largestContextBytes) {
    throw new Problem(
      413,
      'ContextTooLarge',
      `The context has ${contextBytes} bytes; at most ${largestContextBytes} are taken.`,
      {
        additionalContext,
      },
    );
  }
  return campaign.version;
}

function repeatedRecipients({ recipients }: UnitaryExecutionBody): ProblemError[] {
  const firstIndex = new Map<string, number>();
  return recipients.flatMap(({ userId }, index) => {
    const first = firstIndex.get(userId);
    if (first === undefined) {
      firstIndex.set(userId, index);
      return [];
    }
    return [{ pointer: `/recipients/${index}/userId`, detail: `is the same as that of recipient ${first}` }];
  });
}

function foreignRecipients({ recipients }: UnitaryExecutionBody, namespace: string): ProblemError[] {
  return recipients.flatMap((recipient, index) =>
    recipient.namespace.toLowerCase() === namespace.toLowerCase()
      ? []
      : [{ pointer: `/recipients/${index}/namespace`, detail: `must be ${namespace}, the campaign's namespace` }],
  );
}

function bytesOf(context: Record<string, unknown> | undefined): number {
  return context ? Buffer.byteLength(JSON.stringify(context)) : 0;
}
