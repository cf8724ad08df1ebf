import { IsPlainText, MayBeAbsent, Nested } from '@clarion/service';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsEmail, IsIn, IsObject, IsString } from 'class-validator';

export class ChannelDataBody {
  @MayBeAbsent()
  @IsEmail()
  emailAddress?: string;

  @MayBeAbsent()
  @IsString()
  mobilePhoneNumber?: string;
}

/** Adobe's `AEPRecipient` and `ExternalRecipient` (A.3.1). */
export class RecipientBody {
  @IsIn(['aep', 'external'])
  type!: 'aep' | 'external';

  @IsPlainText({ maxLength: 64 })
  namespace!: string;

  @IsPlainText({ maxLength: 320 })
  userId!: string;

  @MayBeAbsent()
  @IsObject()
  @Nested(() => ChannelDataBody)
  channelData?: ChannelDataBody;

  @MayBeAbsent()
  @IsObject()
  profile?: Record<string, unknown>;

  @MayBeAbsent()
  @IsObject()
  context?: Record<string, unknown>;
}

/** Adobe's `imExecutionRequestUnitary` (A.3.1). */
export class UnitaryExecutionBody {
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
