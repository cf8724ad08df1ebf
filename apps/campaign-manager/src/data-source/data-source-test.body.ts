import { MayBeAbsent } from '@clarion/service';
import { ArrayMaxSize, IsArray, IsObject } from 'class-validator';
import { IsBoundedJson } from './bounded-json.js';

/** What a data source is tried with. */
export class DataSourceTestBody {
  /** As that of a call. */
  @MayBeAbsent()
  @IsObject()
  @IsBoundedJson()
  context?: Record<string, unknown>;

  /** Merged into those of the request. */
  @MayBeAbsent()
  @IsObject()
  @IsBoundedJson()
  params?: Record<string, unknown>;

  /** Sample members: values by the paths of their attributes. */
  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(100)
  @IsObject({ each: true })
  @IsBoundedJson()
  members?: Record<string, unknown>[];
}
