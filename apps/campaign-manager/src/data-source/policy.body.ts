import type { DataSourcePolicy } from '@clarion/contracts';
import { MayBeAbsent } from '@clarion/service';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsInt, IsNumber, IsObject, Max, Min } from 'class-validator';
import { IsBoundedJson } from './bounded-json.js';
import { IsJsonSchema } from './json-schema.js';

const daySeconds = 86_400;

/** How a data source is called; what is absent is as the data-fetcher has it. */
export class DataSourcePolicyBody implements DataSourcePolicy {
  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(10)
  retries?: number;

  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(200)
  @ArrayUnique()
  @IsInt({ each: true })
  @Min(300, { each: true })
  @Max(599, { each: true })
  retryStatuses?: number[];

  /** At most a minute; it doubles with each repeat. */
  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(60_000)
  retryPauseMs?: number;

  /** May be less than one: 0.1 is a call in ten seconds. */
  @MayBeAbsent()
  @IsNumber({ allowNaN: false, allowInfinity: false, maxDecimalPlaces: 3 })
  @Min(0.001)
  @Max(10_000)
  callsPerSecond?: number;

  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(1_000)
  concurrency?: number;

  @MayBeAbsent()
  @IsObject()
  @IsBoundedJson()
  @IsJsonSchema()
  responseSchema?: Record<string, unknown>;

  /** Snapshots are kept for 30 days. */
  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(30 * daySeconds)
  staleIfErrorSeconds?: number;

  @MayBeAbsent()
  @IsBoundedJson()
  fallback?: unknown;

  @MayBeAbsent()
  @IsBoolean()
  hasSideEffects?: boolean;

  @MayBeAbsent()
  @IsBoundedJson()
  sample?: unknown;
}
