import { MayBeAbsent, Nested } from '@clarion/service';
import { ArrayMaxSize, IsArray, IsInt, IsObject, Max, Min } from 'class-validator';
import { AreDistinctBy } from '../are-distinct.js';
import { IsBoundedJson } from '../data-source/bounded-json.js';
import { dataChoiceClass, dataChoiceClasses, type DataChoice } from './data-choice.body.js';
import { ShownRecipientBody } from './shown-recipient.body.js';

/** What of a campaign is to be shown, and to whom it is said. */
export class PreviewBody {
  /** Absent: the draft. */
  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  version?: number;

  @MayBeAbsent()
  @IsObject()
  @Nested(() => ShownRecipientBody)
  recipient?: ShownRecipientBody;

  /** What a call says to all. */
  @MayBeAbsent()
  @IsObject()
  @IsBoundedJson()
  context?: Record<string, unknown>;

  /** What is not named here has the sample of its policy. */
  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(10)
  @AreDistinctBy('alias')
  @IsObject({ each: true })
  @Nested(dataChoiceClass, { each: true, among: dataChoiceClasses })
  data?: DataChoice[];
}
