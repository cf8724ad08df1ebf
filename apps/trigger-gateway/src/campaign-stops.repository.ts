import { Kysely, sql, type Transaction } from 'kysely';
import { hasBegun } from './executions.sql.js';
import type { CampaignStopRow, ExecutionRow, Tables } from './tables.js';

/** A campaign that was stopped with all that runs of it. */
export type StoppedCampaign = Pick<CampaignStopRow, 'campaign_id' | 'sandbox' | 'traceparent'>;

/** A call that was accepted by what a copy said before came so long at most before that copy heard of the stop. */
const longestCall = sql`interval '1 minute'`;

/** SQL of campaigns that were stopped with all that runs of them. */
export class CampaignStopsRepository {
  constructor(private readonly database: Kysely<Tables>) {}

  /** Keeps that their executions are to be cancelled, from now on; once for each. */
  async keep(campaigns: readonly StoppedCampaign[]): Promise<void> {
    if (campaigns.length === 0) return;
    await this.database
      .insertInto('campaign_stops')
      .values(campaigns.map((campaign) => ({ ...campaign, due_at: sql<Date>`clock_timestamp()`, lease_id: null })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  /** The next executions of its pass, at most so many; of a later pass only those that were accepted about when it stopped. */
  async page(stop: CampaignStopRow, most: number): Promise<ExecutionRow[]> {
    const { rows } = await sql<ExecutionRow>`
      select * from executions
      where sandbox = ${stop.sandbox} and campaign_id = ${stop.campaign_id} and request_id > ${stop.after_request_id}
        and (${stop.pass} = 1 or accepted_at > ${stop.heard_at}::timestamptz - ${longestCall})
        and ${hasBegun}
      order by sandbox, campaign_id, request_id
      limit ${most}`.execute(this.database);
    return rows;
  }

  /** Keeps how far its pass has come, or that the next one begins. */
  async proceed(
    transaction: Transaction<Tables>,
    { campaign_id: id }: CampaignStopRow,
    to: Pick<CampaignStopRow, 'pass' | 'after_request_id'>,
  ): Promise<void> {
    await transaction.updateTable('campaign_stops').set(to).where('campaign_id', '=', id).execute();
  }
}
