import { events, type Recipient } from '@clarion/contracts';
import { done, PUBLISHER, skip, type Outcome, type Publisher, type ReceivedEvent } from '@clarion/messaging';
import { LOGGER, traceIdOf, type Logger } from '@clarion/observability';
import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { Campaigns } from './campaigns.js';
import { identityKey, type Profile } from './profile.js';
import { ProfilesRepository } from './profiles.repository.js';
import { resolutionEvents } from './resolution-events.js';
import { resolve, type Resolved, type ResolvedCampaign } from './resolve.js';

type ExecutionReady = ReceivedEvent<typeof events.executionReady>;

/** An execution with the campaign version that it runs. */
interface Run {
  event: ExecutionReady;
  campaign: ResolvedCampaign;
}

/** Turns executions that name their recipients into deliveries. */
@Controller()
export class OnExecutionReady {
  constructor(
    private readonly campaigns: Campaigns,
    private readonly profiles: ProfilesRepository,
    @Inject(PUBLISHER) private readonly publisher: Publisher,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @EventPattern(events.executionReady.type)
  async handle(batch: ExecutionReady[]): Promise<Outcome[]> {
    const found = await Promise.all(batch.map((event) => this.run(event)));
    const runs = found.filter((run) => run !== undefined);
    await this.createProfiles(runs);
    const profiles = await this.profilesOf(batch);
    const resolved = runs.map((run) => ({ run, recipients: resolveAll(run, profiles) }));
    const now = new Date();
    await this.publisher.publish(
      resolved.flatMap(({ run, recipients }) => resolutionEvents(run.event, recipients, now)),
    );
    for (const { run, recipients } of resolved) this.log(run.event, recipients);
    return found.map((run) => (run ? done : skip('there is no such version of a campaign')));
  }

  private async run(event: ExecutionReady): Promise<Run | undefined> {
    const campaign = await this.campaigns.version(event.data.campaignId, event.data.campaignVersion);
    return campaign && { event, campaign };
  }

  /** For campaigns that want it: a recipient without a profile gets one, with this identity alone. */
  private async createProfiles(runs: Run[]): Promise<void> {
    const missing = new Map<string, Recipient[]>();
    for (const { event, campaign } of runs) {
      if (!campaign.campaign.createNewProfiles) continue;
      const { sandbox, recipients } = event.data;
      missing.set(sandbox, [...(missing.get(sandbox) ?? []), ...stored(recipients)]);
    }
    for (const [sandbox, recipients] of missing) await this.profiles.createMissing(sandbox, recipients);
  }

  private async profilesOf(batch: ExecutionReady[]): Promise<Map<string, Map<string, Profile>>> {
    const sandboxes = new Set(batch.map(({ data }) => data.sandbox));
    const found = [...sandboxes].map(async (sandbox): Promise<[string, Map<string, Profile>]> => {
      const recipients = batch
        .filter(({ data }) => data.sandbox === sandbox)
        .flatMap(({ data }) => stored(data.recipients));
      return [sandbox, await this.profiles.find(sandbox, recipients)];
    });
    return new Map(await Promise.all(found));
  }

  private log({ data: { executionId }, traceparent }: ExecutionReady, resolved: Resolved[]): void {
    const excluded = resolved.filter(({ kind }) => kind === 'excluded').length;
    const fields = { executionId, traceId: traceIdOf(traceparent), targeted: resolved.length, excluded };
    this.logger.info(fields, 'execution resolved');
  }
}

function resolveAll({ event, campaign }: Run, profiles: Map<string, Map<string, Profile>>): Resolved[] {
  const { executionId, sandbox, recipients } = event.data;
  return recipients.map((recipient, ordinal) => {
    const profile = recipient.type === 'aep' ? profiles.get(sandbox)?.get(identityKey(recipient)) : undefined;
    return resolve(executionId, recipient, ordinal, campaign, profile);
  });
}

function stored(recipients: Recipient[]): Recipient[] {
  return recipients.filter(({ type }) => type === 'aep');
}
