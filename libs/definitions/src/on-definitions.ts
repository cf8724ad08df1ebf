import { events } from '@clarion/contracts';
import { done, type Outcome, type ReceivedEvent } from '@clarion/messaging';
import { Controller, Inject, Optional } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { ACTIVATION_LISTENER, type ActivationListener } from './activation-listener.js';
import { DefinitionCopy } from './definition-copy.js';

/** Keeps a service's copy of the definitions up to date. Events may come twice and in any order. */
@Controller()
export class OnDefinitions {
  constructor(
    private readonly copy: DefinitionCopy,
    @Optional() @Inject(ACTIVATION_LISTENER) private readonly listener?: ActivationListener,
  ) {}

  @EventPattern(events.definitionPublished.type)
  async published(batch: ReceivedEvent<typeof events.definitionPublished>[]): Promise<Outcome[]> {
    await this.copy.keepVersions(
      batch.map(({ data: { kind, sandbox, id, version, body } }) => ({ kind, sandbox, id, version, body })),
    );
    return batch.map(() => done);
  }

  @EventPattern(events.definitionActivated.type)
  async activated(batch: ReceivedEvent<typeof events.definitionActivated>[]): Promise<Outcome[]> {
    await this.copy.keepActivations(
      batch.map(({ data: { kind, sandbox, id, revision, version, state } }) => ({
        kind,
        sandbox,
        id,
        revision,
        version,
        state,
      })),
    );
    await this.listener?.heard(batch);
    return batch.map(() => done);
  }
}
