import { ApiKeyGuard, bodyValidation, CurrentCaller, Needs, type Caller } from '@clarion/service';
import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  Param,
  Post,
  Put,
  Query,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { CurrentCall, type ChangingCall } from '../current-call.js';
import { DefinitionsRepository } from '../definitions.repository.js';
import { EntityTagInterceptor } from '../entity-tag.interceptor.js';
import { RotationBody } from '../keys/rotation.body.js';
import { commonParameters, listQueryOf } from '../list-query.js';
import { LiveWebhooks } from './live-webhooks.js';
import { webhooks } from './shown-webhook.js';
import { WebhookBody } from './webhook.body.js';
import { WebhookChanges } from './webhook-changes.js';

/** Who outside is told what becomes of recipients. A secret is shown once, where it is made. */
@Controller('v1/webhooks')
@UseGuards(ApiKeyGuard)
export class WebhooksController {
  constructor(
    private readonly definitions: DefinitionsRepository,
    private readonly live: LiveWebhooks,
    private readonly changes: WebhookChanges,
  ) {}

  @Post()
  @Needs('webhooks:write')
  @Header('cache-control', 'no-store')
  async create(@Body(bodyValidation('refused')) body: WebhookBody, @CurrentCall() call: ChangingCall) {
    const { saved, secret } = await this.changes.add(webhooks.keyOf(call), body, call);
    return { ...webhooks.shown(saved), secret };
  }

  @Put(':id')
  @Needs('webhooks:write')
  @UseInterceptors(EntityTagInterceptor)
  async replace(
    @Param('id') id: string,
    @Body(bodyValidation('refused')) body: WebhookBody,
    @CurrentCall() call: ChangingCall,
  ) {
    return webhooks.shown(await this.changes.replace(webhooks.keyOf(call, id), body, call));
  }

  @Post(':id/rotate')
  @HttpCode(200)
  @Needs('webhooks:write')
  @Header('cache-control', 'no-store')
  async rotate(
    @Param('id') id: string,
    @Body(bodyValidation('refused')) { overlapSeconds }: RotationBody,
    @CurrentCall() call: ChangingCall,
  ) {
    const rotated = await this.changes.rotate(webhooks.keyOf(call, id), overlapSeconds, call);
    return { ...webhooks.shown(rotated?.saved), secret: rotated?.secret };
  }

  @Delete(':id')
  @HttpCode(204)
  @Needs('webhooks:write')
  async end(@Param('id') id: string, @CurrentCall() call: ChangingCall): Promise<void> {
    webhooks.shown(await this.changes.end(webhooks.keyOf(call, id), call));
  }

  @Get(':id')
  @Needs('webhooks:read')
  @UseInterceptors(EntityTagInterceptor)
  async read(@Param('id') id: string, @CurrentCaller() caller: Caller) {
    return webhooks.shown(await this.live.find(webhooks.keyOf(caller, id)));
  }

  @Get()
  @Needs('webhooks:read')
  async list(@Query() query: Record<string, unknown>, @CurrentCaller() caller: Caller) {
    const wanted = listQueryOf(query, commonParameters);
    return webhooks.listed(await this.definitions.list('webhook', caller, { ...wanted, status: ['live'] }));
  }
}
