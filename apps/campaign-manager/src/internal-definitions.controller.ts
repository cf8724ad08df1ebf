import type { DefinitionActivation, DefinitionKind, DefinitionVersion } from '@clarion/contracts';
import { Problem } from '@clarion/service';
import { Controller, Get, Param } from '@nestjs/common';
import { PublishedDefinitionsRepository } from './published-definitions.repository.js';

/** What services ask for that no event has brought them yet (design, section 3). `runService` guards `/internal`. */
@Controller('internal/definitions')
export class InternalDefinitionsController {
  constructor(private readonly definitions: PublishedDefinitionsRepository) {}

  @Get(':kind/:id')
  async active(
    @Param('kind') kind: DefinitionKind,
    @Param('id') id: string,
  ): Promise<DefinitionActivation & DefinitionVersion> {
    return foundOr404(await this.definitions.active(kind, id));
  }

  @Get(':kind/:id/versions/:version')
  async version(
    @Param('kind') kind: DefinitionKind,
    @Param('id') id: string,
    @Param('version') version: string,
  ): Promise<DefinitionVersion> {
    const number = /^[1-9]\d{0,8}$/.test(version) ? Number(version) : undefined;
    return foundOr404(number && (await this.definitions.version(kind, id, number)));
  }
}

function foundOr404<Found extends object>(found: Found | 0 | undefined): Found {
  if (!found) throw new Problem(404, 'DefinitionNotFound', 'No such definition was published.');
  return found;
}
