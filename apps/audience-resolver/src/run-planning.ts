import type { Campaign } from '@clarion/contracts';
import { traceIdOf, type Logger } from '@clarion/observability';
import type { Lease } from '@clarion/persistence';
import { storable } from './audience-sql.js';
import { Campaigns } from './campaigns.js';
import { executionOf } from './plan-run.js';
import { ProfilesRepository } from './profiles.repository.js';
import { RunBeingPlanned, RunsRepository, type NewRun } from './runs.repository.js';
import type { RunRow, Tables } from './tables.js';

/** Plans runs: those that are ready and wait for it, and those that someone asks about. */
export class RunPlanning {
  /** @param onPlanned told after the commit, when there may be an event to publish, and slices to resolve. */
  constructor(
    private readonly runs: RunsRepository,
    private readonly campaigns: Campaigns,
    private readonly profiles: ProfilesRepository,
    private readonly logger: Logger,
    private readonly onPlanned: () => void,
  ) {}

  /** The run as it is once it is planned, or has ended. @throws ServiceUnavailable, RunBeingPlanned */
  async plan(wanted: NewRun): Promise<RunRow> {
    await this.runs.keep(wanted);
    const run = await this.runs.find(wanted.execution_id);
    if (run.state !== 'waiting') return run;
    await this.planWaiting(run);
    return this.runs.find(run.execution_id);
  }

  /** The work on a run that is due. @throws ServiceUnavailable */
  async work(lease: Lease<Tables, RunRow>): Promise<void> {
    try {
      await this.planWaiting(lease.row);
    } catch (error) {
      if (!(error instanceof RunBeingPlanned)) throw error;
      await lease.postpone(1_000);
      return;
    }
    await lease.finish(() => Promise.resolve());
  }

  private async planWaiting(run: RunRow): Promise<void> {
    const campaign = await this.prepare(run);
    const outcome = await this.runs.plan(run.execution_id, campaign);
    if (!outcome) return;
    this.onPlanned();
    const { executionId, traceparent } = executionOf(run);
    const { state, ...rest } = outcome;
    this.logger.info({ executionId, traceId: traceIdOf(traceparent), ...rest }, `run ${state}`);
  }

  /** What planning needs and may be done twice: the campaign's version, and the profiles that it creates. */
  private async prepare(run: RunRow): Promise<Campaign | undefined> {
    const version = await this.campaigns.version(run.campaign_id, run.campaign_version);
    if (!version) return undefined;
    const { audience, createNewProfiles, identityNamespace } = version.campaign;
    if (audience?.kind === 'list' && createNewProfiles) {
      const own = storable(audience.identities).filter(
        ({ namespace }) => namespace.toLowerCase() === identityNamespace.toLowerCase(),
      );
      await this.profiles.createMissing(run.sandbox, own);
    }
    return version.campaign;
  }
}
