import { IsInstant } from '@clarion/service';

/** When an audience execution is to run. */
export class ScheduleBody {
  @IsInstant()
  executeAt!: string;
}
