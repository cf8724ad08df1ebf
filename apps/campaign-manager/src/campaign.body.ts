import type { Category, ContextSchema } from '@clarion/contracts';
import { IsPlainText, MayBeAbsent, Nested } from '@clarion/service';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsInt, IsObject, Max, Min } from 'class-validator';
import { AreDistinctBy } from './are-distinct.js';
import { IsContextSchema } from './context-schema/context-schema.body.js';
import { DataSourceUseBody } from './data-source-use.body.js';
import type { CampaignDraft } from './definition.js';
import { IsMetadata } from './metadata.js';
import { ScheduleBody } from './schedule.body.js';
import { AreTags } from './tags.js';
import { IsText } from './text.js';
import { TrackingBody } from './tracking.body.js';
import { VariantBody } from './variant.body.js';

/** A campaign as it is sent to us. What may be saved as a draft is not yet what may be activated (`review/`). */
export class CampaignBody implements CampaignDraft {
  @IsPlainText({ maxLength: 200 })
  name!: string;

  @MayBeAbsent()
  @IsText({ maxLength: 2_000 })
  description?: string;

  @MayBeAbsent()
  @AreTags()
  tags?: string[];

  /** Access labels. */
  @MayBeAbsent()
  @AreTags()
  labels?: string[];

  @MayBeAbsent()
  @IsMetadata()
  metadata?: Record<string, unknown>;

  @IsIn(['transactional', 'marketing'])
  category!: Category;

  @MayBeAbsent()
  @IsBoolean()
  highThroughputMode?: boolean;

  @MayBeAbsent()
  @IsBoolean()
  enableWebhooks?: boolean;

  @IsIn(['email'])
  channel!: 'email';

  @IsPlainText({ maxLength: 100 })
  channelConfigurationId!: string;

  @IsPlainText({ maxLength: 64 })
  identityNamespace!: string;

  @IsBoolean()
  createNewProfiles!: boolean;

  @MayBeAbsent()
  @IsPlainText({ maxLength: 100 })
  audienceId?: string;

  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(10)
  @AreDistinctBy('alias')
  @IsObject({ each: true })
  @Nested(() => DataSourceUseBody, { each: true })
  dataSources?: DataSourceUseBody[];

  @MayBeAbsent()
  @IsObject()
  @Nested(() => ScheduleBody)
  schedule?: ScheduleBody;

  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(2_000)
  throttleRatePerSec?: number;

  @MayBeAbsent()
  @IsObject()
  @Nested(() => TrackingBody)
  tracking?: TrackingBody;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @IsObject({ each: true })
  @Nested(() => VariantBody, { each: true })
  content!: VariantBody[];

  /** Tightens what its templates demand of the context; both must hold. */
  @MayBeAbsent()
  @IsContextSchema()
  contextSchema?: ContextSchema;
}
