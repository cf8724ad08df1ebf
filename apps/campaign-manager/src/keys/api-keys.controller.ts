import type { Scope } from '@clarion/contracts';
import {
  ApiKeyGuard,
  bodyValidation,
  CurrentCaller,
  CurrentScopes,
  CurrentTrace,
  Needs,
  Problem,
  type Caller,
} from '@clarion/service';
import { Body, Controller, Get, Header, HttpCode, Param, Post, Put, Query, UseGuards } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import type { Definition, DefinitionKey } from '../definition.js';
import { DefinitionsRepository } from '../definitions.repository.js';
import { NameFilter } from '../name-filter.js';
import { ApiKeyIssuer } from './api-key-issuer.js';
import { ApiKeyUsesRepository } from './api-key-uses.repository.js';
import { ApiKeyBody } from './api-key.body.js';
import { RevokeApiKey } from './revoke-api-key.js';
import { RotationBody } from './rotation.body.js';
import { shownApiKey } from './shown-api-key.js';

type Representation = ReturnType<typeof shownApiKey>;
type WithSecret = Representation & { secret: string };

/** Keys to the sandbox of the key that asks. A secret is shown once, where it is made. */
@Controller('v1/api-keys')
@UseGuards(ApiKeyGuard)
export class ApiKeysController {
  constructor(
    private readonly definitions: DefinitionsRepository,
    private readonly issuer: ApiKeyIssuer,
    private readonly revocation: RevokeApiKey,
    private readonly uses: ApiKeyUsesRepository,
  ) {}

  @Post()
  @Needs('api-keys:write')
  @Header('cache-control', 'no-store')
  async create(
    @Body(bodyValidation('refused')) body: ApiKeyBody,
    @CurrentCaller() caller: Caller,
    @CurrentScopes() held: readonly Scope[],
    @CurrentTrace() traceparent: string,
  ): Promise<WithSecret> {
    const { issued, secret } = await this.issuer.issue(keyOf(caller, newId()), body, { held, traceparent });
    return { ...shownApiKey(issued), secret };
  }

  @Put(':id')
  @Needs('api-keys:write')
  async replace(
    @Param('id') id: string,
    @Body(bodyValidation('refused')) body: ApiKeyBody,
    @CurrentCaller() caller: Caller,
    @CurrentScopes() held: readonly Scope[],
    @CurrentTrace() traceparent: string,
  ): Promise<Representation> {
    return this.shown(thereIs(await this.issuer.replace(keyOf(caller, id), body, { held, traceparent })));
  }

  @Post(':id/rotate')
  @HttpCode(200)
  @Needs('api-keys:write')
  @Header('cache-control', 'no-store')
  async rotate(
    @Param('id') id: string,
    @Body(bodyValidation('refused')) { overlapSeconds }: RotationBody,
    @CurrentCaller() caller: Caller,
    @CurrentScopes() held: readonly Scope[],
    @CurrentTrace() traceparent: string,
  ): Promise<WithSecret> {
    const rotated = thereIs(await this.issuer.rotate(keyOf(caller, id), overlapSeconds, { held, traceparent }));
    return { ...(await this.shown(rotated.issued)), secret: rotated.secret };
  }

  /** Whoever may write keys may revoke every one: that gives nothing to anybody. */
  @Post(':id/revoke')
  @HttpCode(200)
  @Needs('api-keys:write')
  async revoke(
    @Param('id') id: string,
    @CurrentCaller() caller: Caller,
    @CurrentTrace() traceparent: string,
  ): Promise<Representation> {
    return this.shown(thereIs(await this.revocation.run(keyOf(caller, id), traceparent)));
  }

  @Get(':id')
  @Needs('api-keys:read')
  async read(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<Representation> {
    return this.shown(thereIs(await this.definitions.find(keyOf(caller, id))));
  }

  @Get()
  @Needs('api-keys:read')
  async list(
    @Query('name', NameFilter) name: string | undefined,
    @CurrentCaller() { sandbox }: Caller,
  ): Promise<{ apiKeys: Representation[] }> {
    const keys = await this.definitions.list('api-key', sandbox, name);
    const lastUses = await this.uses.lastUses(keys.map(({ id }) => id));
    return { apiKeys: keys.map((key) => shownApiKey(key, lastUses.get(key.id))) };
  }

  private async shown(key: Definition<'api-key'>): Promise<Representation> {
    return shownApiKey(key, (await this.uses.lastUses([key.id])).get(key.id));
  }
}

function keyOf({ sandbox }: Caller, id: string): DefinitionKey<'api-key'> {
  return { kind: 'api-key', sandbox, id };
}

function thereIs<Found>(found: Found | undefined): Found {
  if (!found) throw new Problem(404, 'ApiKeyNotFound', 'The sandbox has no such key.');
  return found;
}
