import type { Campaign } from '@clarion/contracts';
import { isMailAddress, type ProblemError } from '@clarion/service';
import type { AudienceExecutionBody } from './audience-execution.body.js';
import type { Call } from './call.js';
import { metadataFaultsOf } from './metadata-faults.js';
import { unkeepableTextOf } from './unkeepable-text.js';
import type { RecipientBody, UnitaryExecutionBody } from './unitary-execution.body.js';

const keepable = 'must be without NUL characters and halves of surrogate pairs';

/**
 * What is wrong with a well-formed call of this campaign: every recipient is another person and in the campaign's
 * namespace, has an address that can be one, and is `external` in high-throughput mode; an audience is the
 * campaign's own; all texts can be kept.
 */
export function faultsOf(call: Call, campaign: Campaign): ProblemError[] {
  return call.kind === 'unitary'
    ? recipientFaultsOf(call.body, campaign)
    : [...foreignAudience(call.body, campaign), ...unkeepable(call.body)];
}

function recipientFaultsOf(body: UnitaryExecutionBody, campaign: Campaign): ProblemError[] {
  const { recipients, ...rest } = body;
  return [
    ...repeatedRecipients(body),
    ...recipients.flatMap((recipient, index) => recipientFaults(recipient, campaign, `/recipients/${index}`)),
    ...unkeepable(rest),
  ];
}

function repeatedRecipients({ recipients }: UnitaryExecutionBody): ProblemError[] {
  const firstIndex = new Map<string, number>();
  return recipients.flatMap(({ userId }, index) => {
    const first = firstIndex.get(userId);
    if (first === undefined) {
      firstIndex.set(userId, index);
      return [];
    }
    return [{ pointer: `/recipients/${index}/userId`, detail: 'is the same as that of a recipient before' }];
  });
}

function recipientFaults(
  recipient: RecipientBody,
  { identityNamespace: namespace, highThroughputMode }: Campaign,
  pointer: string,
): ProblemError[] {
  const { type, userId, channelData, executionMetadata } = recipient;
  const faults: ProblemError[] = [];
  const own = recipient.namespace.toLowerCase();
  if (own !== namespace.toLowerCase()) {
    faults.push({ pointer: `${pointer}/namespace`, detail: `must be ${namespace}, the campaign's namespace` });
  } else if (own === 'email' && channelData?.emailAddress === undefined && !isMailAddress(userId)) {
    const detail = 'must be an email address (RFC 5321), where channelData has none';
    faults.push({ pointer: `${pointer}/userId`, detail });
  }
  if (highThroughputMode && type !== 'external') {
    const detail = 'must be external: in high-throughput mode no profile is read';
    faults.push({ pointer: `${pointer}/type`, detail });
  }
  if (executionMetadata) faults.push(...metadataFaultsOf(executionMetadata, `${pointer}/executionMetadata`));
  return [...faults, ...unkeepable(recipient, pointer)];
}

function unkeepable(value: object, parent = ''): ProblemError[] {
  const pointer = unkeepableTextOf(value);
  return pointer === undefined ? [] : [{ pointer: `${parent}${pointer}`, detail: keepable }];
}

function foreignAudience({ audience }: AudienceExecutionBody, campaign: Campaign): ProblemError[] {
  if (!audience || audience.id === campaign.audience?.id) return [];
  const own = campaign.audience ? `must be ${campaign.audience.id}, the campaign's audience` : 'the campaign has none';
  return [{ pointer: '/audience/id', detail: own }];
}
