import type { AnswerLimits, DataSourceMapping, Stretch } from '@clarion/contracts';
import type { Failure } from '../failure.js';

/** An answer that is to be read; in UTF-8, without a byte order mark. */
export interface AnswerText {
  bytes: Buffer;
  mapping: DataSourceMapping;
  limits: Required<AnswerLimits>;
  stretch: Stretch;
}

type Portion = readonly unknown[] | Failure;

/** What become rows, a portion at a time; a failure is the last. */
export type Elements = AsyncIterable<Portion> | Iterable<Portion>;
