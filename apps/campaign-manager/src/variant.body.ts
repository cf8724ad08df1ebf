import type { Variant } from '@clarion/contracts';
import { IsPlainText, MayBeAbsent } from '@clarion/service';
import { IsLanguageTag } from './language-tag.js';
import { IsTemplateSource } from './template-source.js';

export class VariantBody implements Variant {
  @IsPlainText({ maxLength: 100 })
  treatment!: string;

  @IsLanguageTag()
  locale!: string;

  /** May be blank as long as it is a draft. */
  @IsPlainText({ maxLength: 2_000, mayBeBlank: true })
  subject!: string;

  @IsTemplateSource()
  html!: string;

  @MayBeAbsent()
  @IsTemplateSource()
  text?: string;
}
