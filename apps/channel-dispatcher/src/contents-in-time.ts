import { DependencyUnavailable, ServiceUnavailable } from '@clarion/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { asTheyCome } from './as-they-come.js';
import { Contents } from './contents.js';
import type { ChunkIdentity, Content, Failed } from './delivery.js';
import { DISPATCH_SETTINGS, type DispatchSettings } from './dispatch-settings.js';

/** The content that somebody asks for; or why it is not at hand; or what went wrong by surprise. */
export type Found<Asked> =
  { asked: Asked; content: Content | Failed } | { asked: Asked; missing: string } | { asked: Asked; surprise: unknown };

/** What is at hand comes within so long, also where it is in the service's own database. */
const atHandMs = 50;
const tooLate = 'What it says did not come in time';

/**
 * Contents as they come to hand, so that what is here is not held up by what another service has. Once one has not come in
 * time, the next that are not here are not waited for, until that service answers again: they are asked for all the same.
 */
@Injectable()
export class ContentsInTime {
  private isAway = false;

  constructor(
    @Inject(Contents) private readonly contents: Pick<Contents, 'of'>,
    @Inject(DISPATCH_SETTINGS) private readonly settings: DispatchSettings,
  ) {}

  /**
   * In groups; each that was asked for is in one.
   * @throws DependencyUnavailable
   */
  async *of<Asked>(
    all: readonly Asked[],
    chunkOf: (asked: Asked) => Omit<ChunkIdentity, 'chunk'>,
  ): AsyncGenerator<Found<Asked>[], void> {
    const coming = new Map(all.map((asked) => [asked, this.find(asked, chunkOf(asked))]));
    const waitMs = this.isAway ? atHandMs : this.settings.awaitContentMs;
    for await (const group of asTheyCome([...coming.values()], waitMs)) {
      for (const { asked } of group) coming.delete(asked);
      yield group;
    }
    if (coming.size === 0) return;
    this.isAway = true;
    for (const late of coming.values()) void this.heed(late);
    yield [...coming.keys()].map((asked) => ({ asked, missing: tooLate }));
  }

  private async heed(late: Promise<Found<unknown>>): Promise<void> {
    // Whoever asks next meets again what else goes wrong.
    const found = await late.catch(() => undefined);
    if (found && 'content' in found) this.isAway = false;
  }

  private async find<Asked>(asked: Asked, chunk: Omit<ChunkIdentity, 'chunk'>): Promise<Found<Asked>> {
    try {
      return { asked, content: await this.contents.of(chunk) };
    } catch (error) {
      if (error instanceof DependencyUnavailable) throw error;
      return error instanceof ServiceUnavailable ? { asked, missing: error.message } : { asked, surprise: error };
    }
  }
}
