import { MayBeAbsent } from '@clarion/service';
import { IsBoolean } from 'class-validator';

/** What the stop of a campaign may be told. */
export class StopBody {
  /** Its running executions are cancelled. Absent: they finish. */
  @MayBeAbsent()
  @IsBoolean()
  cancelRunning?: boolean;
}
