import type { CampaignDataSource, ContextSchema } from '@clarion/contracts';
import { deriveContextSchema } from '../context-schema/derive-context-schema.js';
import { contentReads, requestReads, type ReadPlace } from '../context-schema/read-places.js';
import { typeConflicts } from '../context-schema/type-conflicts.js';
import type { CampaignDraft } from '../definition.js';
import { finding, type Finding } from './finding.js';

/** Services compile it, and check every call by it. */
const largestSchemaBytes = 32 * 1024;

/** What calls of a campaign must bring, and what is wrong with that. */
export interface ReviewedContext {
  /** Absent where no part of the campaign reads the context, and nothing is demanded by hand. */
  contextSchema?: ContextSchema;
  findings: Finding[];
}

/**
 * The schema that a draft's templates and the requests of its data sources result in, tightened by the one written by hand.
 * @param dataSources in the order of the draft's; `undefined` for one that cannot be told yet.
 */
export function reviewContext(
  { category, content, contextSchema: byHand }: CampaignDraft,
  dataSources: readonly (CampaignDataSource | undefined)[],
): ReviewedContext {
  const ofRequests = requestReads(dataSources);
  // A request is made once, and each recipient of a transactional call has a context of its own.
  const ofCalls = category === 'marketing' ? ofRequests : [];
  const places = [...contentReads(content), ...ofCalls];
  const derived = deriveContextSchema(places.flatMap(({ reads }) => reads));
  const contextSchema = derived && byHand ? { type: 'object', allOf: [derived, byHand] } : (derived ?? byHand);
  return {
    ...(contextSchema && { contextSchema }),
    findings: [
      ...typeConflicts(places).map(({ pointer, detail }) => finding('TypeMismatch', pointer, detail)),
      ...(category === 'transactional' ? ofRequests.flatMap(unmetNeeds) : []),
      ...sizeFindings(contextSchema),
    ],
  };
}

function unmetNeeds({ pointer, reads }: ReadPlace): Finding[] {
  const [need] = reads.filter(({ isNeeded, given }) => isNeeded && given.length === 0);
  if (!need) return [];
  const detail = `Its request needs ${['context', ...need.path].join('.')}, which is each recipient's own.`;
  return [finding('ContextNotAtHand', pointer, detail)];
}

function sizeFindings(schema: ContextSchema | undefined): Finding[] {
  const bytes = schema ? Buffer.byteLength(JSON.stringify(schema)) : 0;
  if (bytes <= largestSchemaBytes) return [];
  const detail = `The context schema has ${bytes} bytes; at most ${largestSchemaBytes} are taken.`;
  return [finding('ContextSchemaTooLarge', '/contextSchema', detail)];
}
