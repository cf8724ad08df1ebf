import type { DataSourceMapping } from '@clarion/contracts';
import type { Answer } from '../data-source-client.js';
import { isFailure, type Failure } from '../failure.js';
import { AnswerMapper } from './answer-mapper.js';
import type { SnapshotContent } from './snapshot-content.js';

/** A page of an answer, as it is read. */
export type Page = Pick<Answer, 'contentType' | 'body'>;

/** The rows of all pages of an answer, one after another; or why there are none. */
export async function mapAnswer(
  pages: readonly Page[],
  mapping: DataSourceMapping,
): Promise<SnapshotContent | Failure> {
  const mapper = new AnswerMapper(mapping);
  for (const { contentType, body } of pages) {
    const added = await mapper.add(contentType, body);
    if (isFailure(added)) return added;
  }
  return mapper.end();
}
