import type { Accepted } from './beginning.js';
import { isFailure, type Failure } from './failure.js';
import type { FetchResult } from './fetch.js';
import { mapAnswer } from './mapping/map-answer.js';
import type { Source } from './sources.js';

/**
 * What stands in for a call that would change something where it is made, in an execution that is none in earnest: the
 * sample of its policy, mapped as an answer would be. A dry run fails where there is none.
 * @returns `undefined` where it is to be called: it changes nothing, or is in earnest, or is a proof and has no sample.
 */
export async function sampled(source: Source, { purpose }: Accepted): Promise<FetchResult | undefined> {
  const { alias, dataSourceId, mapping, policy: { hasSideEffects = false, sample } = {} } = source;
  if (purpose === undefined || !hasSideEffects) return undefined;
  const failed = (failure: Failure): FetchResult => ({ kind: 'failed', handling: 'fail', failure, dataSourceId });
  if (sample === undefined) {
    const detail = `data.${alias} has no sample, and a call of it changes something.`;
    return purpose === 'proof' ? undefined : failed({ reason: 'DataSourceSampleMissing', detail });
  }
  const page = { contentType: 'application/json', body: Buffer.from(JSON.stringify(sample)) };
  const content = await mapAnswer([page], mapping);
  if (isFailure(content)) return failed({ ...content, detail: `its sample: ${content.detail}` });
  return { kind: 'sampled', content, dataSourceId };
}
