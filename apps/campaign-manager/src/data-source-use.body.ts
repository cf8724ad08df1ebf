import type { FailureHandling } from '@clarion/contracts';
import { IsPlainText, MayBeAbsent, Nested } from '@clarion/service';
import { IsIn, IsInt, IsObject, Max, Min } from 'class-validator';
import type { DataSourceUse } from './definition.js';
import { IsIdentifier } from './identifier.js';
import { JoinAllBody, JoinBody, JoinMatchBody, JoinRowBody } from './join.body.js';

const joinClasses = new Map<unknown, typeof JoinBody>([
  ['all', JoinAllBody],
  ['match', JoinMatchBody],
  ['row', JoinRowBody],
]);

/** A data source that a campaign uses. */
export class DataSourceUseBody implements DataSourceUse {
  @IsIdentifier()
  alias!: string;

  @IsPlainText({ maxLength: 100 })
  dataSourceId!: string;

  @IsObject()
  @Nested((join) => joinClasses.get((join as { kind?: unknown }).kind) ?? JoinBody, {
    among: [...joinClasses.values()],
  })
  join!: JoinAllBody | JoinMatchBody | JoinRowBody;

  @MayBeAbsent()
  @IsIn(['fail', 'suspend', 'skip', 'ignore', 'branch'])
  onFailure?: FailureHandling;

  @MayBeAbsent()
  @IsPlainText({ maxLength: 64 })
  branchCampaignId?: string;

  /** At most a day. Whether it may be is the review's to say. */
  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(86_400)
  shareForSeconds?: number;

  @MayBeAbsent()
  @IsIn(['fixed', 'answer'])
  freshness?: 'fixed' | 'answer';
}
