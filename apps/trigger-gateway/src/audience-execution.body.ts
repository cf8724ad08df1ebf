import { IsPlainText, MayBeAbsent, Nested } from '@clarion/service';
import { IsBoolean, IsObject } from 'class-validator';
import { ScheduleBody } from './schedules/schedule.body.js';

export class AudienceBody {
  @IsPlainText({ maxLength: 64 })
  id!: string;
}

/** Adobe's `imExecutionRequestAudience` (A.3.1). */
export class AudienceExecutionBody {
  @MayBeAbsent()
  @IsPlainText({ maxLength: 255 })
  requestId?: string;

  @IsPlainText({ maxLength: 64 })
  campaignId!: string;

  /** Ours: all is done but the sending. */
  @MayBeAbsent()
  @IsBoolean()
  dryRun?: boolean;

  @MayBeAbsent()
  @IsObject()
  @Nested(() => AudienceBody)
  audience?: AudienceBody;

  @MayBeAbsent()
  @IsObject()
  context?: Record<string, unknown>;

  @MayBeAbsent()
  @IsObject()
  @Nested(() => ScheduleBody)
  schedule?: ScheduleBody;
}
