import { ServiceUnavailable } from '@clarion/contracts';
import type { LetterQuery, LetterSelection, WholeLetter } from '@clarion/dead-letters';
import { InternalClient } from '@clarion/service';
import { successOf } from './internal-answer.js';
import { mergeLetters, type ListedLetters } from './merge-letters.js';
import type { ChangedLettersAnswer, DeadLettersAnswer } from './dead-letters.answer.js';

/** Who consumes events, and so may have dead letters. */
export const consumingServices = [
  'trigger-gateway',
  'data-fetcher',
  'audience-resolver',
  'channel-dispatcher',
  'feedback',
] as const;
export type ConsumingService = (typeof consumingServices)[number];

/** Where they are, and what opens their `/internal`. */
export interface DeadLetterSettings {
  internalUrls: Record<ConsumingService, string>;
  serviceToken: string;
}

/** What became of letters: *open* ones go to their group again, or are wanted no more. */
export type LetterChange = 'replay' | 'discard';

const path = '/internal/dead-letters';
/** A replay publishes all that matches before it answers. */
const changeTimeoutMs = 30_000;

/** The dead letters of all services, which each of them keeps itself. */
export class DeadLetterServices {
  private readonly readers: Record<ConsumingService, InternalClient>;
  private readonly changers: Record<ConsumingService, InternalClient>;

  constructor(settings: DeadLetterSettings) {
    this.readers = clientsOf(settings, 5_000);
    this.changers = clientsOf(settings, changeTimeoutMs);
  }

  /** The newest letters of these services, and who of them did not answer. */
  async list(services: readonly ConsumingService[], { limit, ...query }: LetterQuery): Promise<DeadLettersAnswer> {
    const params = { ...query, limit: String(limit) };
    const { answers, unavailable } = await askAll(services, async (service) => ({
      service,
      ...(await this.readers[service].get<ListedLetters>(path, params)),
    }));
    return { ...mergeLetters(answers, limit), unavailable };
  }

  /** @throws ServiceUnavailable */
  async find(service: ConsumingService, id: string, sandbox: string): Promise<WholeLetter | undefined> {
    return this.readers[service].get<WholeLetter>(`${path}/${id}`, { sandbox });
  }

  /** Changes all that are selected, where their service answers. */
  async change(
    change: LetterChange,
    services: readonly ConsumingService[],
    selection: LetterSelection,
    traceparent: string,
  ): Promise<ChangedLettersAnswer> {
    const { answers, unavailable } = await askAll(services, async (service) => {
      const answer = await this.changers[service].post<{ count: number }>(`${path}/${change}`, selection, traceparent);
      return successOf(service, answer);
    });
    return { count: answers.reduce((sum, { count }) => sum + count, 0), unavailable };
  }
}

function clientsOf(
  { internalUrls, serviceToken }: DeadLetterSettings,
  timeoutMs: number,
): Record<ConsumingService, InternalClient> {
  const client = (service: ConsumingService) =>
    new InternalClient({ service, internalUrl: internalUrls[service], serviceToken, timeoutMs });
  const clients = consumingServices.map((service) => [service, client(service)]);
  return Object.fromEntries(clients) as Record<ConsumingService, InternalClient>;
}

/** One that does not answer keeps nobody from the answers of the others. */
async function askAll<Answer>(
  services: readonly ConsumingService[],
  ask: (service: ConsumingService) => Promise<Answer>,
): Promise<{ answers: Answer[]; unavailable: ConsumingService[] }> {
  const unavailable: ConsumingService[] = [];
  const answers = await Promise.all(
    services.map(async (service) => {
      try {
        return [await ask(service)];
      } catch (error) {
        if (!(error instanceof ServiceUnavailable)) throw error;
        unavailable.push(service);
        return [];
      }
    }),
  );
  return { answers: answers.flat(), unavailable: services.filter((service) => unavailable.includes(service)) };
}
