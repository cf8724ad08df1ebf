import type { CampaignTracking } from '@clarion/contracts';
import { MayBeAbsent } from '@clarion/service';
import { IsBoolean } from 'class-validator';

/** What is told of what recipients do with a campaign's mails. */
export class TrackingBody implements CampaignTracking {
  @MayBeAbsent()
  @IsBoolean()
  opens?: boolean;

  @MayBeAbsent()
  @IsBoolean()
  clicks?: boolean;
}
