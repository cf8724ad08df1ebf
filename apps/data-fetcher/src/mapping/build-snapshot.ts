import type { DataSourceMapping } from '@clarion/contracts';
import { isFailure, type Failure } from '../failure.js';
import { AnswerMapper } from './answer-mapper.js';
import type { SnapshotContent } from './snapshot-content.js';

/** Maps an answer that came in one piece. */
export async function buildSnapshot(
  { contentType, body }: { contentType: string | undefined; body: Buffer },
  mapping: DataSourceMapping,
): Promise<SnapshotContent | Failure> {
  const mapper = new AnswerMapper(mapping);
  const added = await mapper.add(contentType, body);
  return isFailure(added) ? added : mapper.end();
}
