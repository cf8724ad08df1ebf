import type { AnswerLimits, DataSourceMapping } from '@clarion/contracts';
import { MayBeAbsent, Nested } from '@clarion/service';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsInt, IsObject, Max, Min, ValidateIf } from 'class-validator';
import { AreDistinctBy } from '../are-distinct.js';
import { IsJsonPointer } from '../json-pointer.js';
import { DataColumnBody } from './column.body.js';

/** B.5; each absent one is Adobe's. */
export class AnswerLimitsBody implements AnswerLimits {
  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(52_428_800)
  maxBytes?: number;

  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(100)
  maxDepth?: number;

  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(1_000)
  maxKeyLength?: number;

  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  maxRows?: number;
}

/** A mapping as it is sent to us; `mapping-faults.ts` checks what hangs together in it. */
export class DataSourceMappingBody implements Omit<DataSourceMapping, 'arrayPath'> {
  @MayBeAbsent()
  @IsIn(['array', 'flatten'])
  mode?: 'array' | 'flatten';

  /** May be absent where the answer is flattened. B-43. */
  @ValidateIf(({ mode, arrayPath }: DataSourceMappingBody) => mode !== 'flatten' || arrayPath !== undefined)
  @IsJsonPointer({ maxSegments: 10, mayBeEmpty: true })
  arrayPath?: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(150)
  @AreDistinctBy('id')
  @IsObject({ each: true })
  @Nested(() => DataColumnBody, { each: true })
  columns!: DataColumnBody[];

  @MayBeAbsent()
  @IsObject()
  @Nested(() => AnswerLimitsBody)
  limits?: AnswerLimitsBody;
}
