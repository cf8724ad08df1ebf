import type { Campaign } from '@clarion/contracts';
import type { Transaction } from 'kysely';
import { MalformedRule } from './audience-condition.js';
import { namedBy, type Named } from './audience-sql.js';
import { freezeMembers, unknownField } from './freeze-members.js';
import { versionNotFound, type RunOutcome } from './run-progress.js';
import { sliceCutOf } from './slice-cut.js';
import type { RunRow, Tables } from './tables.js';

/** Freezes the members of a run, or says why it has none. */
export async function planRun(
  transaction: Transaction<Tables>,
  run: RunRow,
  campaign: Campaign | undefined,
): Promise<RunOutcome> {
  if (!campaign) return versionNotFound(executionOf(run));
  const named = namedByCampaign(campaign);
  if ('state' in named) return named;
  const field = await unknownField(transaction, run.sandbox, named.fields);
  if (field !== undefined) {
    const detail = `No profile has the attribute "${field}", which the audience rule names.`;
    return { state: 'failed', reason: 'UnknownAttribute', detail };
  }
  const targeted = await freezeMembers(transaction, run, campaign.identityNamespace, {
    isNamed: named.isNamed,
    cut: sliceCutOf(campaign.throttleRatePerSec),
  });
  if (targeted === 0) {
    return emptyAudience(
      `The audience names nobody who has an identity of the namespace ${campaign.identityNamespace}.`,
    );
  }
  return { state: 'planned', targeted };
}

/** A run as the execution that its events tell of. */
export function executionOf(run: RunRow) {
  const {
    execution_id: executionId,
    sandbox,
    campaign_id: campaignId,
    campaign_version: campaignVersion,
    purpose,
  } = run;
  const identity = { executionId, sandbox, campaignId, campaignVersion, ...(purpose && { purpose }) };
  return { ...identity, traceparent: run.traceparent };
}

function namedByCampaign({ audience }: Campaign): Named | RunOutcome {
  if (!audience) return emptyAudience('The campaign has no audience.');
  try {
    return namedBy(audience);
  } catch (error) {
    if (!(error instanceof MalformedRule)) throw error;
    return { state: 'failed', reason: 'MalformedAudience', detail: error.message };
  }
}

function emptyAudience(detail: string): RunOutcome {
  return { state: 'skipped', reason: 'EmptyAudience', detail };
}
