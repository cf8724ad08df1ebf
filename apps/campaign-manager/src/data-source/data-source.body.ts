import { IsPlainText, MayBeAbsent, Nested } from '@clarion/service';
import { IsObject } from 'class-validator';
import { DataSourceMappingBody } from './mapping.body.js';
import { DataSourcePolicyBody } from './policy.body.js';
import { DataSourceRequestBody } from './request.body.js';

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

  @MayBeAbsent()
  @IsObject()
  @Nested(() => DataSourcePolicyBody)
  policy?: DataSourcePolicyBody;
}
