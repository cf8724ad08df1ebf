import { LOGGER, type Logger } from '@clarion/observability';
import { Poller } from '@clarion/persistence';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Kysely, sql } from 'kysely';
import type { Tables } from '../tables.js';

const intervalMs = 2_000;

/**
 * Ends the schedules of campaigns that are not live any more, which is for ever: they are due at once, and fail as
 * `CampaignNotLive`, so that nobody waits for what will not come. Any number of instances may do so.
 */
@Injectable()
export class EndedCampaigns implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly poller = new Poller(() => this.turn(), intervalMs);

  constructor(
    private readonly database: Kysely<Tables>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.poller.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.poller.stop();
  }

  private async turn(): Promise<void> {
    try {
      await this.callOff();
    } catch (error) {
      this.logger.warn({ err: error }, 'schedules of ended campaigns cannot be ended now, trying again');
    }
  }

  /** Goes from one campaign that has schedules to the next by the index, however many schedules there are. */
  private async callOff(): Promise<void> {
    await sql`
      with recursive waiting as (
        (select campaign_id from schedules where state = 'scheduled' order by campaign_id limit 1)
        union all
        select (
          select next.campaign_id from schedules next
          where next.state = 'scheduled' and next.campaign_id > waiting.campaign_id
          order by next.campaign_id
          limit 1
        )
        from waiting
        where waiting.campaign_id is not null
      )
      update schedules
      set due_at = clock_timestamp(), reason = 'CampaignNotLive', detail = 'The campaign is ' || ended.state || '.'
      from waiting join definition_activations ended
        on ended.kind = 'campaign' and ended.id = waiting.campaign_id and ended.state <> 'live'
      where schedules.state = 'scheduled' and schedules.campaign_id = waiting.campaign_id
        and schedules.sandbox = ended.sandbox and schedules.reason is null and schedules.lease_id is null`.execute(
      this.database,
    );
  }
}
