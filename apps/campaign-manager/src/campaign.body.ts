import { IsPlainText } from '@clarion/service';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import type { CampaignDraft } from './definition.js';
import { IsLanguageTag } from './language-tag.js';
import { IsTemplateSource } from './template-source.js';

export class VariantBody {
  @IsPlainText({ maxLength: 100 })
  treatment!: string;

  @IsLanguageTag()
  locale!: string;

  /** May be blank as long as it is a draft. */
  @IsPlainText({ maxLength: 2_000, mayBeBlank: true })
  subject!: string;

  @IsTemplateSource()
  html!: string;

  @ValidateIf((_, text) => text !== undefined)
  @IsTemplateSource()
  text?: string;
}

/** A campaign as it is sent to us. What may be saved as a draft is not yet what may be activated (`review.ts`). */
export class CampaignBody implements CampaignDraft {
  @IsPlainText({ maxLength: 200 })
  name!: string;

  @IsIn(['transactional', 'marketing'])
  category!: 'transactional' | 'marketing';

  @IsIn(['email'])
  channel!: 'email';

  @IsPlainText({ maxLength: 100 })
  channelConfigurationId!: string;

  @IsPlainText({ maxLength: 64 })
  identityNamespace!: string;

  @IsBoolean()
  createNewProfiles!: boolean;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => VariantBody)
  content!: VariantBody[];
}
