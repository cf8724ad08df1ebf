import type { Schedule } from '@clarion/contracts';
import { IsInstant, MayBeAbsent } from '@clarion/service';

/** When a campaign takes calls. */
export class ScheduleBody implements Schedule {
  @MayBeAbsent()
  @IsInstant()
  startAt?: string;

  @MayBeAbsent()
  @IsInstant({ after: 'startAt' })
  endAt?: string;
}
