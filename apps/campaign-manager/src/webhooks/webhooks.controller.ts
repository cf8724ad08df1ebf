import { ApiKeyGuard, bodyValidation, CurrentCaller, Needs, type Caller } from '@clarion/service';
import { Answers, Area, Does, Refuses, TakesQuery } from '@clarion/service/openapi';
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
import { HeedsIfMatch } from '../heeds-if-match.js';
import { RotationBody } from '../keys/rotation.body.js';
import { commonParameters, describedParameters, listQueryOf } from '../list-query.js';
import { notKept } from '../not-kept.js';
import { Shows } from '../shows.js';
import { LiveWebhooks } from './live-webhooks.js';
import { webhooks } from './shown-webhook.js';
import { issuedWebhookAnswer, webhookAnswer, webhooksAnswer, type IssuedWebhookAnswer } from './webhook.answer.js';
import { WebhookBody } from './webhook.body.js';
import { WebhookChanges } from './webhook-changes.js';

/** Who outside is told what becomes of recipients. A secret is shown once, where it is made. */
@Area('Webhooks')
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
  @Does('Makes a webhook, which counts at once.')
  @Answers(201, issuedWebhookAnswer, 'The webhook, with its secret.', { headers: notKept })
  @Refuses(409, 'TooManyWebhooks')
  @Refuses(422, 'SecretNeeded')
  async create(
    @Body(bodyValidation('refused')) body: WebhookBody,
    @CurrentCall() call: ChangingCall,
  ): Promise<IssuedWebhookAnswer> {
    const { saved, secret } = await this.changes.add(webhooks.keyOf(call), body, call);
    return { ...webhooks.shown(saved), secret };
  }

  @Put(':id')
  @Needs('webhooks:write')
  @UseInterceptors(EntityTagInterceptor)
  @Does('Replaces a webhook; what its calls are signed with stays.')
  @HeedsIfMatch()
  @Shows(200, webhookAnswer, 'The webhook.')
  @Refuses(404, 'WebhookNotFound')
  @Refuses(422, 'SecretNeeded')
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
  @Does('Gives a webhook another secret; calls are signed with the one before, too, for a while.')
  @HeedsIfMatch()
  @Answers(200, issuedWebhookAnswer, 'The webhook, with its new secret.', { headers: notKept })
  @Refuses(404, 'WebhookNotFound')
  async rotate(
    @Param('id') id: string,
    @Body(bodyValidation('refused')) { overlapSeconds }: RotationBody,
    @CurrentCall() call: ChangingCall,
  ): Promise<IssuedWebhookAnswer> {
    const rotated = await this.changes.rotate(webhooks.keyOf(call, id), overlapSeconds, call);
    if (!rotated) throw webhooks.missing();
    return { ...webhooks.shown(rotated.saved), secret: rotated.secret };
  }

  @Delete(':id')
  @HttpCode(204)
  @Needs('webhooks:write')
  @Does('Ends a webhook for good: what waits to be sent to it fails.')
  @HeedsIfMatch()
  @Answers(204, undefined, 'It is ended.')
  @Refuses(404, 'WebhookNotFound')
  async end(@Param('id') id: string, @CurrentCall() call: ChangingCall): Promise<void> {
    webhooks.shown(await this.changes.end(webhooks.keyOf(call, id), call));
  }

  @Get(':id')
  @Needs('webhooks:read')
  @UseInterceptors(EntityTagInterceptor)
  @Does('Shows a webhook, without its secrets.')
  @Shows(200, webhookAnswer, 'The webhook.')
  @Refuses(404, 'WebhookNotFound')
  async read(@Param('id') id: string, @CurrentCaller() caller: Caller) {
    return webhooks.shown(await this.live.find(webhooks.keyOf(caller, id)));
  }

  @Get()
  @Needs('webhooks:read')
  @Does('Lists webhooks, the newest first.')
  @TakesQuery(describedParameters(commonParameters))
  @Answers(200, webhooksAnswer, 'A page of them.')
  @Refuses(400, 'InvalidRequest')
  async list(@Query() query: Record<string, unknown>, @CurrentCaller() caller: Caller) {
    const wanted = listQueryOf(query, commonParameters);
    return webhooks.listed(await this.definitions.list('webhook', caller, { ...wanted, status: ['live'] }));
  }
}
