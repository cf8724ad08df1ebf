import type { Scope } from '@clarion/contracts';
import { ApiKeyGuard, bodyValidation, CurrentCaller, CurrentScopes, Needs, type Caller } from '@clarion/service';
import { Answers, Area, Does, Refuses, TakesQuery } from '@clarion/service/openapi';
import { Body, Controller, Get, Header, HttpCode, Param, Post, Put, Query, UseGuards } from '@nestjs/common';
import { CurrentCall, type ChangingCall } from '../current-call.js';
import type { Definition } from '../definition.js';
import { DefinitionsRepository } from '../definitions.repository.js';
import { commonParameters, describedParameters, listQueryOf } from '../list-query.js';
import { notKept } from '../not-kept.js';
import { ApiKeyIssuer } from './api-key-issuer.js';
import { ApiKeyUsesRepository } from './api-key-uses.repository.js';
import {
  apiKeyAnswer,
  apiKeysAnswer,
  issuedApiKeyAnswer,
  type ApiKeyAnswer,
  type ApiKeysAnswer,
  type IssuedApiKeyAnswer,
} from './api-key.answer.js';
import { ApiKeyBody } from './api-key.body.js';
import { RotationBody } from './rotation.body.js';
import { apiKeys } from './shown-api-key.js';

/** Keys to the sandbox of the key that asks. A secret is shown once, where it is made. */
@Area('API keys')
@Controller('v1/api-keys')
@UseGuards(ApiKeyGuard)
export class ApiKeysController {
  constructor(
    private readonly definitions: DefinitionsRepository,
    private readonly issuer: ApiKeyIssuer,
    private readonly uses: ApiKeyUsesRepository,
  ) {}

  @Post()
  @Needs('api-keys:write')
  @Header('cache-control', 'no-store')
  @Does('Makes a key to the sandbox of the key that asks.')
  @Answers(201, issuedApiKeyAnswer, 'The key, with its secret.', { headers: notKept })
  @Refuses(403, 'LabelMissing')
  async create(
    @Body(bodyValidation('refused')) body: ApiKeyBody,
    @CurrentCall() call: ChangingCall,
    @CurrentScopes() held: readonly Scope[],
  ): Promise<IssuedApiKeyAnswer> {
    const { issued, secret } = await this.issuer.issue(apiKeys.keyOf(call), body, { ...call, held });
    return { ...(await this.shown(issued)), secret };
  }

  @Put(':id')
  @Needs('api-keys:write')
  @Does('Replaces what a key may do; its secret stays.')
  @Answers(200, apiKeyAnswer, 'The key.')
  @Refuses(403, 'LabelMissing')
  @Refuses(404, 'ApiKeyNotFound')
  @Refuses(409, 'ApiKeyRevoked')
  async replace(
    @Param('id') id: string,
    @Body(bodyValidation('refused')) body: ApiKeyBody,
    @CurrentCall() call: ChangingCall,
    @CurrentScopes() held: readonly Scope[],
  ) {
    return this.shown(await this.issuer.replace(apiKeys.keyOf(call, id), body, { ...call, held }));
  }

  @Post(':id/rotate')
  @HttpCode(200)
  @Needs('api-keys:write')
  @Header('cache-control', 'no-store')
  @Does('Gives a key another secret; the one before goes on for a while.')
  @Answers(200, issuedApiKeyAnswer, 'The key, with its new secret.', { headers: notKept })
  @Refuses(403, 'LabelMissing')
  @Refuses(404, 'ApiKeyNotFound')
  @Refuses(409, 'ApiKeyRevoked')
  async rotate(
    @Param('id') id: string,
    @Body(bodyValidation('refused')) { overlapSeconds }: RotationBody,
    @CurrentCall() call: ChangingCall,
    @CurrentScopes() held: readonly Scope[],
  ): Promise<IssuedApiKeyAnswer> {
    const rotated = await this.issuer.rotate(apiKeys.keyOf(call, id), overlapSeconds, { ...call, held });
    if (!rotated) throw apiKeys.missing();
    return { ...(await this.shown(rotated.issued)), secret: rotated.secret };
  }

  /** Whoever may write keys may revoke every one: that gives nothing to anybody. */
  @Post(':id/revoke')
  @HttpCode(200)
  @Needs('api-keys:write')
  @Does('Ends a key for good.')
  @Answers(200, apiKeyAnswer, 'The key.')
  @Refuses(404, 'ApiKeyNotFound')
  async revoke(@Param('id') id: string, @CurrentCall() call: ChangingCall) {
    return this.shown(await this.issuer.revoke(apiKeys.keyOf(call, id), call));
  }

  @Get(':id')
  @Needs('api-keys:read')
  @Does('Shows a key, without its secret.')
  @Answers(200, apiKeyAnswer, 'The key.')
  @Refuses(404, 'ApiKeyNotFound')
  async read(@Param('id') id: string, @CurrentCaller() caller: Caller) {
    return this.shown(await this.definitions.find(apiKeys.keyOf(caller, id)));
  }

  @Get()
  @Needs('api-keys:read')
  @Does('Lists keys, the newest first.')
  @TakesQuery(describedParameters(commonParameters))
  @Answers(200, apiKeysAnswer, 'A page of them.')
  @Refuses(400, 'InvalidRequest')
  async list(@Query() query: Record<string, unknown>, @CurrentCaller() caller: Caller): Promise<ApiKeysAnswer> {
    const page = await this.definitions.list('api-key', caller, listQueryOf(query, commonParameters));
    const lastUses = await this.uses.lastUses(page.definitions.map(({ id }) => id));
    const shown = page.definitions.map((key) => ({ ...apiKeys.shown(key), lastUsedAt: lastUses.get(key.id) ?? null }));
    return { apiKeys: shown, ...(page.next !== undefined && { next: page.next }) };
  }

  private async shown(key: Definition<'api-key'> | undefined): Promise<ApiKeyAnswer> {
    const shown = apiKeys.shown(key);
    const lastUses = await this.uses.lastUses([shown.id]);
    return { ...shown, lastUsedAt: lastUses.get(shown.id) ?? null };
  }
}
