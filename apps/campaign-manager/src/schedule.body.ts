import type { Schedule } from '@clarion/contracts';
import { MayBeAbsent } from '@clarion/service';
import { IsInstant } from './instant.js';

/** When a campaign takes calls. */
export class ScheduleBody implements Schedule {
  @MayBeAbsent()
  @IsInstant()
  startAt?: string;

  @MayBeAbsent()
  @IsInstant({ after: 'startAt' })
  endAt?: string;
}
