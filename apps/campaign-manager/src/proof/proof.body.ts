import { IsPlainText, MayBeAbsent, Nested } from '@clarion/service';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsEmail, IsObject } from 'class-validator';
import { AreDistinctBy } from '../are-distinct.js';
import { IsBoundedJson } from '../data-source/bounded-json.js';
import { ShownRecipientBody } from '../preview/shown-recipient.body.js';

/** An address, and for whom the message is rendered that goes there. */
export class ProofRecipientBody extends ShownRecipientBody {
  @IsEmail()
  emailAddress!: string;
}

/** To whom a campaign's draft is sent, to be looked at. */
export class ProofBody {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @AreDistinctBy('emailAddress')
  @IsObject({ each: true })
  @Nested(() => ProofRecipientBody, { each: true })
  recipients!: ProofRecipientBody[];

  /** What a call says to all. */
  @MayBeAbsent()
  @IsObject()
  @IsBoundedJson()
  context?: Record<string, unknown>;

  /** `[Proof] ` unless told; it may be empty. */
  @MayBeAbsent()
  @IsPlainText({ maxLength: 50, mayBeBlank: true })
  subjectPrefix?: string;
}
