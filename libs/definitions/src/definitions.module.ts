import { Module, type DynamicModule } from '@nestjs/common';
import { ACTIVATION_LISTENER, type ActivationListener } from './activation-listener.js';
import { DefinitionCopy } from './definition-copy.js';
import { Definitions } from './definitions.js';
import type { LocalDefinitions } from './local-definitions.js';
import { OnDefinitions } from './on-definitions.js';

/** Gives a service its `Definitions`, and keeps their copy up to date. */
@Module({})
export class DefinitionsModule {
  /** @param listener what the service does besides, when it hears of an activation */
  static with(
    { copy, definitions }: Pick<LocalDefinitions, 'copy' | 'definitions'>,
    listener?: ActivationListener,
  ): DynamicModule {
    return {
      module: DefinitionsModule,
      controllers: [OnDefinitions],
      providers: [
        { provide: DefinitionCopy, useValue: copy },
        { provide: Definitions, useValue: definitions },
        ...(listener ? [{ provide: ACTIVATION_LISTENER, useValue: listener }] : []),
      ],
      exports: [Definitions],
    };
  }
}
