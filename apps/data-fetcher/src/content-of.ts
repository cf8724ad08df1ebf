import type { CampaignDataSource } from '@clarion/contracts';
import { isFailure, type Failure } from './failure.js';
import { mapAnswer, type Page } from './mapping/map-answer.js';
import type { SnapshotContent } from './mapping/snapshot-content.js';
import { schemaFault } from './policy/schema-fault.js';

/** The rows of all pages of an answer, one after another, if each is what the data source is said to answer. */
export async function contentOf(
  pages: readonly Page[],
  { policy, mapping }: Pick<CampaignDataSource, 'policy' | 'mapping'>,
): Promise<SnapshotContent | Failure> {
  const content = await mapAnswer(pages, mapping);
  const schema = policy?.responseSchema;
  if (isFailure(content) || !schema) return content;
  const [fault] = pages.flatMap((page) => faultOf(schema, page) ?? []);
  if (fault === undefined) return content;
  return { reason: 'DataSourceMappingFailed', detail: `its answer does not fit its schema: ${fault}` };
}

/** Of a page that can be read; one of lines is no single value. */
function faultOf(schema: Record<string, unknown>, { contentType = '', body }: Page): string | undefined {
  if (!/json/i.test(contentType) || /ndjson|jsonl/i.test(contentType)) return 'it is not one JSON value';
  return schemaFault(schema, JSON.parse(body.toString('utf8').replace(/^\uFEFF/, '')));
}
