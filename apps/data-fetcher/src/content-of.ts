import type { CampaignDataSource } from '@clarion/contracts';
import type { Answer } from './data-source-client.js';
import { isFailure, type Failure } from './failure.js';
import { AnswerMapper } from './mapping/answer-mapper.js';
import type { SnapshotContent } from './mapping/snapshot-content.js';
import { schemaFault } from './policy/schema-fault.js';

/** The rows of all pages of an answer, one after another, if each is what the data source is said to answer. */
export async function contentOf(
  pages: readonly Answer[],
  { policy, mapping }: Pick<CampaignDataSource, 'policy' | 'mapping'>,
): Promise<SnapshotContent | Failure> {
  const mapper = new AnswerMapper(mapping);
  for (const page of pages) {
    const added = await mapper.add(page.contentType, page.body);
    if (isFailure(added)) return added;
    const fault = policy?.responseSchema && faultOf(policy.responseSchema, page);
    if (fault !== undefined) {
      return { reason: 'DataSourceMappingFailed', detail: `its answer does not fit its schema: ${fault}` };
    }
  }
  return mapper.end();
}

/** Of a page that can be read; one of lines is no single value. */
function faultOf(schema: Record<string, unknown>, { contentType = '', body }: Answer): string | undefined {
  if (!/json/i.test(contentType) || /ndjson|jsonl/i.test(contentType)) return 'it is not one JSON value';
  return schemaFault(schema, JSON.parse(body.toString('utf8').replace(/^\uFEFF/, '')));
}
