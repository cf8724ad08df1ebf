import { IsPlainText, MayBeAbsent } from '@clarion/service';
import { IsObject, ValidateIf } from 'class-validator';
import { IsBoundedJson } from '../data-source/bounded-json.js';
import { IsLanguageTag } from '../language-tag.js';

/** For whom a message is rendered. Without an identity it is nobody in particular. */
export class ShownRecipientBody {
  @ValidateIf(isIdentified)
  @IsPlainText({ maxLength: 64 })
  namespace?: string;

  @ValidateIf(isIdentified)
  @IsPlainText({ maxLength: 320 })
  userId?: string;

  /** Attributes, laid over those that are stored. */
  @MayBeAbsent()
  @IsObject()
  @IsBoundedJson()
  profile?: Record<string, unknown>;

  /** Stands before the stored one. */
  @MayBeAbsent()
  @IsLanguageTag()
  language?: string;

  /** Laid over what is said to all. */
  @MayBeAbsent()
  @IsObject()
  @IsBoundedJson()
  context?: Record<string, unknown>;

  /** Of all treatments the first in the language, unless told. */
  @MayBeAbsent()
  @IsPlainText({ maxLength: 100 })
  treatment?: string;

  /** That of the language, unless told. */
  @MayBeAbsent()
  @IsLanguageTag()
  locale?: string;
}

/** One goes with the other. */
function isIdentified({ namespace, userId }: ShownRecipientBody): boolean {
  return namespace !== undefined || userId !== undefined;
}
