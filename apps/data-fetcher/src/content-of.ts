import type { CampaignDataSource } from '@clarion/contracts';
import { arrayAt } from './array-at.js';
import { buildSnapshot, type SnapshotContent } from './build-snapshot.js';
import type { Answer } from './data-source-client.js';
import { isFailure, type Failure } from './failure.js';
import { schemaFault } from './policy/schema-fault.js';
import { readAnswer } from './read-answer.js';

/** The rows of all pages of an answer, one after another, if each is what the data source is said to answer. */
export async function contentOf(
  pages: readonly Answer[],
  { policy, mapping }: Pick<CampaignDataSource, 'policy' | 'mapping'>,
): Promise<SnapshotContent | Failure> {
  const rows: unknown[] = [];
  for (const page of pages) {
    const answer = readAnswer(page.contentType, page.body);
    if (isFailure(answer)) return answer;
    const fault = policy?.responseSchema && schemaFault(policy.responseSchema, answer.value);
    if (fault !== undefined) {
      return { reason: 'DataSourceMappingFailed', detail: `its answer does not fit its schema: ${fault}` };
    }
    if (pages.length === 1) return buildSnapshot(answer.value, mapping);
    const elements = arrayAt(answer.value, mapping.arrayPath);
    if (typeof elements === 'string') return { reason: 'DataSourceMappingFailed', detail: elements };
    for (const element of elements) rows.push(element);
  }
  return buildSnapshot(rows, { ...mapping, arrayPath: '' });
}
