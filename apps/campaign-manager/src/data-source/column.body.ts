import { columnTypes, type ColumnType, type DataColumn, type Remapping } from '@clarion/contracts';
import { IsPlainText, MayBeAbsent, Nested } from '@clarion/service';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsInt, IsObject, Max, Min } from 'class-validator';
import { AreDistinctBy } from '../are-distinct.js';
import { IsIdentifier } from '../identifier.js';
import { IsCell } from './cell.js';

export class RemappedValueBody {
  @IsPlainText({ maxLength: 1_000, mayBeBlank: true })
  from!: string;

  @IsCell({ mayBeNull: true })
  to!: string | number | boolean | null;
}

export class RemappingBody implements Remapping {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1_000)
  @AreDistinctBy('from')
  @IsObject({ each: true })
  @Nested(() => RemappedValueBody, { each: true })
  values!: RemappedValueBody[];

  @MayBeAbsent()
  @IsIn(['keep', 'error', 'default'])
  otherwise?: 'keep' | 'error' | 'default';
}

/** B-22, B.4. */
export class DataColumnBody implements DataColumn {
  @IsIdentifier({ except: ['lineNum'] })
  id!: string;

  @MayBeAbsent()
  @IsPlainText({ maxLength: 255 })
  label?: string;

  /** How long it may be is the mapping's to say (`mapping-faults.ts`). */
  @IsPlainText({ maxLength: 2_000 })
  key!: string;

  @IsIn(columnTypes)
  type!: ColumnType;

  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  maxLength?: number;

  @MayBeAbsent()
  @IsBoolean()
  isIgnored?: boolean;

  @MayBeAbsent()
  @IsObject()
  @Nested(() => RemappingBody)
  remap?: RemappingBody;

  @MayBeAbsent()
  @IsIn(['keep', 'error', 'default'])
  onNull?: 'keep' | 'error' | 'default';

  @MayBeAbsent()
  @IsIn(['fail', 'reject-row', 'ignore-value', 'default'])
  onError?: 'fail' | 'reject-row' | 'ignore-value' | 'default';

  @MayBeAbsent()
  @IsCell({ mayBeNull: false })
  default?: string | number | boolean;
}
