import {
  columnTypes,
  type ColumnType,
  type DataColumn,
  type DataSourceMapping,
  type DataSourceRequest,
  type InboundColumn,
} from '@clarion/contracts';
import { CanBeStored, IsPlainText, MayBeAbsent, Nested } from '@clarion/service';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsInt, IsObject, Max, Min } from 'class-validator';
import { AreDistinctBy } from './are-distinct.js';
import { IsAttributePath } from './attribute-path.js';
import { IsHttpUrl } from './http-url.js';
import { IsIdentifier } from './identifier.js';
import { IsArrayPath } from './json-pointer.js';

export class InboundColumnBody implements InboundColumn {
  @IsPlainText({ maxLength: 255 })
  key!: string;

  @IsAttributePath()
  attribute!: string;
}

/** A request as it is sent to us; `data-source.ts` fills in what is left out. */
export class DataSourceRequestBody implements Partial<DataSourceRequest> {
  @IsIn(['POST'])
  method!: 'POST';

  @IsHttpUrl()
  url!: string;

  @MayBeAbsent()
  @IsBoolean()
  addCount?: boolean;

  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(50)
  @AreDistinctBy('key')
  @IsObject({ each: true })
  @Nested(() => InboundColumnBody, { each: true })
  inboundColumns?: InboundColumnBody[];

  @MayBeAbsent()
  @IsObject()
  @CanBeStored()
  params?: Record<string, unknown>;

  /** B-42. */
  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(60_000)
  timeoutMs?: number;
}

/** B-44, B-45. */
export class DataColumnBody implements DataColumn {
  @IsIdentifier({ except: ['lineNum'] })
  id!: string;

  @IsPlainText({ maxLength: 255 })
  key!: string;

  @IsIn(columnTypes)
  type!: ColumnType;
}

export class DataSourceMappingBody implements DataSourceMapping {
  @IsArrayPath()
  arrayPath!: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(150)
  @AreDistinctBy('id')
  @IsObject({ each: true })
  @Nested(() => DataColumnBody, { each: true })
  columns!: DataColumnBody[];
}

/** A data source as it is sent to us: all but its name may still be missing. */
export class DataSourceBody {
  @IsPlainText({ maxLength: 200 })
  name!: string;

  @MayBeAbsent()
  @IsObject()
  @Nested(() => DataSourceRequestBody)
  request?: DataSourceRequestBody;

  @MayBeAbsent()
  @IsObject()
  @Nested(() => DataSourceMappingBody)
  mapping?: DataSourceMappingBody;
}
