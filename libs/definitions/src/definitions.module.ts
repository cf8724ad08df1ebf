import { Module, type DynamicModule } from '@nestjs/common';
import { DefinitionCopy } from './definition-copy.js';
import { Definitions } from './definitions.js';
import type { LocalDefinitions } from './local-definitions.js';
import { OnDefinitions } from './on-definitions.js';

/** Gives a service its `Definitions`, and keeps their copy up to date. */
@Module({})
export class DefinitionsModule {
  static with({ copy, definitions }: Pick<LocalDefinitions, 'copy' | 'definitions'>): DynamicModule {
    return {
      module: DefinitionsModule,
      controllers: [OnDefinitions],
      providers: [
        { provide: DefinitionCopy, useValue: copy },
        { provide: Definitions, useValue: definitions },
      ],
      exports: [Definitions],
    };
  }
}
