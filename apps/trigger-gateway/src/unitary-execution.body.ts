import { IsMailAddress, IsPlainText, Keeps, MayBeAbsent, Nested } from '@clarion/service';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsObject, Matches } from 'class-validator';

/** Which device a push message goes to (Adobe's samples; its schema does not have it). */
export class PushInfoBody {
  @IsPlainText({ maxLength: 255 })
  appID!: string;

  @IsPlainText({ maxLength: 64 })
  platform!: string;

  @IsPlainText({ maxLength: 4096 })
  token!: string;
}

export class ChannelDataBody {
  @MayBeAbsent()
  @IsMailAddress()
  emailAddress?: string;

  /** A number that says its country has a plus; Adobe's samples have some that do not. */
  @MayBeAbsent()
  @Matches(/^(\+[1-9]\d{1,14}|\d{2,15})$/, {
    message: '$property must be a number as E.164 writes it: + and 2 to 15 digits, or digits alone',
  })
  mobilePhoneNumber?: string;

  @MayBeAbsent()
  @IsObject()
  @Nested(() => PushInfoBody)
  pushInfo?: PushInfoBody;
}

/** Adobe's `AEPRecipient` and `ExternalRecipient` (A.3.1). */
export class RecipientBody {
  @IsIn(['aep', 'external'])
  type!: 'aep' | 'external';

  @IsPlainText({ maxLength: 64 })
  namespace!: string;

  @IsPlainText({ maxLength: 320 })
  userId!: string;

  /** Taken, as Adobe's clients send it, and without effect: a person has one profile here. */
  @MayBeAbsent()
  @IsPlainText({ maxLength: 255 })
  mergePolicyName?: string;

  /** As `mergePolicyName`. */
  @MayBeAbsent()
  @IsPlainText({ maxLength: 255 })
  mergePolicySchema?: string;

  @MayBeAbsent()
  @IsObject()
  @Nested(() => ChannelDataBody)
  channelData?: ChannelDataBody;

  /** Laid over the stored profile, member by member, for this send only. */
  @MayBeAbsent()
  @IsObject()
  profile?: Record<string, unknown>;

  @MayBeAbsent()
  @IsObject()
  context?: Record<string, unknown>;

  /** The caller's own, given back with what became of the recipient; its limits: `metadata-faults.ts`. */
  @MayBeAbsent()
  @IsObject()
  executionMetadata?: Record<string, string>;

  /** Refused rather than ignored: who is to get an invoice must not get a mail without one. */
  @MayBeAbsent()
  @Keeps({
    name: 'isAbsent',
    schema: { not: {} },
    validate: (value) => value === undefined,
    message: 'Attachments cannot be sent yet',
  })
  attachments?: unknown;
}

/** Adobe's `imExecutionRequestUnitary` (A.3.1). */
export class UnitaryExecutionBody {
  /** Without one the call has the header `Idempotency-Key`. */
  @IsPlainText({ maxLength: 255 })
  requestId!: string;

  @IsPlainText({ maxLength: 64 })
  campaignId!: string;

  /** Ours: all is done but the sending. */
  @MayBeAbsent()
  @IsBoolean()
  dryRun?: boolean;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @Nested(() => RecipientBody, { each: true })
  recipients!: RecipientBody[];
}
