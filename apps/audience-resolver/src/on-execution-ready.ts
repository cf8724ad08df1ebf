import { events, type Recipient } from '@clarion/contracts';
import { done, PUBLISHER, type Outcome, type Publisher, type ReceivedEvent } from '@clarion/messaging';
import { LOGGER, traceIdOf, type Logger } from '@clarion/observability';
import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { Campaigns } from './campaigns.js';
import { identityKey, type Profile } from './profile.js';
import { ProfilesRepository } from './profiles.repository.js';
import { resolutionEvents } from './resolution-events.js';
import { resolve, type Resolved } from './resolve.js';

type ExecutionReady = ReceivedEvent<typeof events.executionReady>;

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
    await this.createProfiles(batch);
    const profiles = await this.profilesOf(batch);
    for (const event of batch) {
      const resolved = await this.resolved(event, profiles.get(event.data.sandbox) ?? new Map<string, Profile>());
      await this.publisher.publish(resolutionEvents(event, resolved, new Date()));
      this.log(event, resolved);
    }
    return batch.map(() => done);
  }

  private async resolved(event: ExecutionReady, profiles: ReadonlyMap<string, Profile>): Promise<Resolved[]> {
    const { executionId, campaignId, campaignVersion, recipients } = event.data;
    const campaign = await this.campaigns.version(campaignId, campaignVersion);
    return recipients.map((recipient, ordinal) => {
      const profile = recipient.type === 'aep' ? profiles.get(identityKey(recipient)) : undefined;
      return resolve(executionId, recipient, ordinal, campaign, profile);
    });
  }

  /** For campaigns that want it: a recipient without a profile gets one, with this identity alone. */
  private async createProfiles(batch: ExecutionReady[]): Promise<void> {
    const missing = new Map<string, Recipient[]>();
    for (const { data } of batch) {
      const { campaign } = await this.campaigns.version(data.campaignId, data.campaignVersion);
      if (!campaign.createNewProfiles) continue;
      missing.set(data.sandbox, [...(missing.get(data.sandbox) ?? []), ...stored(data.recipients)]);
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

function stored(recipients: Recipient[]): Recipient[] {
  return recipients.filter(({ type }) => type === 'aep');
}
