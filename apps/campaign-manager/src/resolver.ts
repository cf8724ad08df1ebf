import type { Audience, Campaign, ExclusionReason } from '@clarion/contracts';
import { InternalClient } from '@clarion/service';
import { successOf } from './internal-answer.js';
import type { JsonObject } from './json-object.js';
import type { ProfilesAnswer } from './profiles.answer.js';
import type { ProfileBody } from './profiles.body.js';

/** That an address may not, or may again, be written to. */
export interface Suppression {
  sandbox: string;
  channel: 'email';
  address: string;
  isSuppressed: boolean;
}

/** What is asked of a sandbox's profiles. */
export interface AudienceQuestion {
  sandbox: string;
  namespace: string;
  audience?: Audience;
  attributes: string[];
}

/** Whether anybody is in the audience, and which of the attributes no profile has that was looked at. */
export interface AudienceFacts {
  isAnybody?: boolean;
  unseen: string[];
}

/** A person, and what of a campaign decides what they see. */
export interface RecipientQuestion extends Pick<Campaign, 'category' | 'channel' | 'createNewProfiles'> {
  sandbox: string;
  content: { treatment: string; locale: string }[];
  namespace?: string;
  userId?: string;
  profile?: JsonObject;
  language?: string;
}

/** What an execution would find of them now; `exclusion`: why they would get no message. */
export interface RecipientFacts {
  attributes: JsonObject;
  address?: string;
  variant?: { treatment: string; locale: string };
  exclusion?: ExclusionReason;
}

/** Where the audience-resolver is, and what opens its `/internal`. */
export interface ResolverSettings {
  internalUrl: string;
  serviceToken: string;
}

const service = 'audience-resolver';
const timeoutMs = 10_000;

/** The audience-resolver, who owns profiles and suppressions. What it refuses is thrown as its own problem. */
export class Resolver {
  private readonly client: InternalClient;

  constructor(settings: ResolverSettings) {
    this.client = new InternalClient({ service, timeoutMs, ...settings });
  }

  /**
   * Adds the profiles, or changes those that the sandbox has. May be repeated.
   * @throws Problem, ServiceUnavailable; whether the profiles are kept is not known then.
   */
  async keepProfiles(sandbox: string, profiles: ProfileBody[], traceparent: string): Promise<ProfilesAnswer> {
    const answer = await this.client.post<ProfilesAnswer>('/internal/profiles', { sandbox, profiles }, traceparent);
    return successOf(service, answer);
  }

  /** @throws Problem, ServiceUnavailable */
  async keepSuppression(suppression: Suppression, traceparent: string): Promise<void> {
    successOf(service, await this.client.post('/internal/suppressions', suppression, traceparent));
  }

  /** @throws Problem, ServiceUnavailable */
  async audienceFacts(question: AudienceQuestion, traceparent: string): Promise<AudienceFacts> {
    return successOf(service, await this.client.post<AudienceFacts>('/internal/audience-facts', question, traceparent));
  }

  /** @throws Problem, ServiceUnavailable */
  async recipientFacts(question: RecipientQuestion, traceparent: string): Promise<RecipientFacts> {
    const answer = await this.client.post<RecipientFacts>('/internal/recipient-facts', question, traceparent);
    return successOf(service, answer);
  }
}
