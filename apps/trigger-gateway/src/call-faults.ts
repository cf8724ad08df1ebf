import type { Campaign } from '@clarion/contracts';
import type { ProblemError } from '@clarion/service';
import type { AudienceExecutionBody } from './audience-execution.body.js';
import type { Call } from './call.js';
import { unkeepableTextOf } from './unkeepable-text.js';
import type { UnitaryExecutionBody } from './unitary-execution.body.js';

/**
 * What is wrong with a well-formed call of this campaign: every recipient is another person and in the campaign's
 * namespace, and `external` in high-throughput mode; an audience is the campaign's own; all texts can be kept.
 */
export function faultsOf(call: Call, campaign: Campaign): ProblemError[] {
  const faults =
    call.kind === 'unitary'
      ? [
          ...repeatedRecipients(call.body),
          ...foreignRecipients(call.body, campaign.identityNamespace),
          ...(campaign.highThroughputMode ? storedRecipients(call.body) : []),
        ]
      : foreignAudience(call.body, campaign);
  const pointer = unkeepableTextOf(call.body);
  if (pointer === undefined) return faults;
  return [...faults, { pointer, detail: 'must be without NUL characters and halves of surrogate pairs' }];
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

function storedRecipients({ recipients }: UnitaryExecutionBody): ProblemError[] {
  return recipients.flatMap(({ type }, index) =>
    type === 'external'
      ? []
      : [
          {
            pointer: `/recipients/${index}/type`,
            detail: 'must be external: in high-throughput mode no profile is read',
          },
        ],
  );
}

function foreignAudience({ audience }: AudienceExecutionBody, campaign: Campaign): ProblemError[] {
  if (!audience || audience.id === campaign.audience?.id) return [];
  const own = campaign.audience ? `must be ${campaign.audience.id}, the campaign's audience` : 'the campaign has none';
  return [{ pointer: '/audience/id', detail: own }];
}
