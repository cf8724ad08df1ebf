import { contextCheck, events, type Campaign, type ContextSchema } from '@clarion/contracts';
import type { SampleCall, SampleRequest } from './sample-request.answer.js';
import { curlOf } from './sample-curl.js';
import { sampleValue } from './sample-value.js';
import { javaScriptOf } from './sample-javascript.js';

/** Who will call, and where. */
export interface SampleCaller {
  /** As callers reach the gateway, such as `https://clarion.example`. */
  gatewayUrl: string;
  keyId: string;
  sandbox: string;
}

/** What is put in where a campaign needs it. */
export interface SampleNeeds {
  campaignId: string;
  /** As it is, or would be, live. */
  campaign: Campaign;
  /** The paths of attributes of profiles that it reads, such as `person.name`. */
  attributes: readonly string[];
}

/**
 * Makes a call of a campaign with a value for every variable that it uses.
 * @param newId gives an id that was never used, for each call another.
 */
export function sampleRequest(needs: SampleNeeds, caller: SampleCaller, newId: () => string): SampleRequest {
  const { campaign } = needs;
  const context = contextOf(campaign.contextSchema);
  const isForAudience = campaign.category === 'marketing';
  const requestId = newId();
  const named = { requestId, campaignId: needs.campaignId };
  const body = isForAudience
    ? { ...named, ...(context && { context }) }
    : { ...named, recipients: [recipientOf(needs, context)] };
  const call: SampleCall = {
    method: 'POST',
    url: `${caller.gatewayUrl.replace(/\/$/, '')}/ajo/im/executions/${endpointOf(campaign)}`,
    headers: {
      authorization: 'Bearer $CLARION_SECRET',
      'x-api-key': caller.keyId,
      'x-sandbox-name': caller.sandbox,
      'x-gw-ims-org-id': 'clarion',
      'content-type': 'application/json',
    },
    body,
  };
  const { type } = events.executionRequested;
  const unfit = campaign.contextSchema ? unfitIn(campaign.contextSchema, context ?? {}) : [];
  return {
    ...call,
    curl: curlOf(call),
    javaScript: javaScriptOf(call),
    kafka: {
      topic: type,
      headers: {
        ce_id: requestId,
        ce_source: '/my-shop/orders',
        ce_specversion: '1.0',
        ce_type: type,
        ce_sandbox: caller.sandbox,
        'content-type': 'application/json',
      },
      value: body,
    },
    ...(unfit.length > 0 && { unfit }),
  };
}

function endpointOf({ category, highThroughputMode }: Campaign): string {
  if (category === 'marketing') return 'audience';
  return highThroughputMode ? 'highthroughput' : 'unitary';
}

function contextOf(schema: ContextSchema | undefined): object | undefined {
  return schema && (sampleValue([schema], 'context') as object);
}

function unfitIn(schema: ContextSchema, context: object): string[] {
  return [...new Set(contextCheck(schema)(context).map(({ pointer }) => pointer))];
}

function recipientOf({ campaign, attributes }: SampleNeeds, context: object | undefined): object {
  const { identityNamespace: namespace } = campaign;
  const isAddress = namespace.toLowerCase() === 'email';
  return {
    type: campaign.highThroughputMode ? 'external' : 'aep',
    namespace,
    userId: isAddress ? 'ada@example.com' : `sample-${namespace}`,
    ...(!isAddress && { channelData: { emailAddress: 'ada@example.com' } }),
    ...(attributes.length > 0 && { profile: profileOf(attributes) }),
    ...(context && { context }),
  };
}

function profileOf(attributes: readonly string[]): unknown {
  const schemas = attributes.map((attribute) =>
    attribute.split('.').reduceRight<ContextSchema>((below, name) => ({ properties: { [name]: below } }), {}),
  );
  return sampleValue(schemas, 'profile');
}
