import { LOGGER, type Logger } from '@clarion/observability';
import { UnsubscribeTokens, type UnsubscribeClaim } from '@clarion/security';
import { invalidRequest, NeedsNoKey } from '@clarion/service';
import { Area, Does, Takes } from '@clarion/service/openapi';
import { Body, Controller, Get, Inject, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { PostedForm } from './accept-forms.js';
import type { Wish } from './engagement.js';
import { EngagementsRepository } from './engagements.repository.js';
import { AsksToTryAgain, ShowsPage } from './shows-page.js';
import { formTypes, wishIn } from './unsubscribe-form.js';
import { unsubscribeFormSchema } from './unsubscribe-form.schema.js';
import { pageHeaders, unsubscribePage } from './unsubscribe-page.js';

const retryAfterSeconds = 60;
const unknownLanguage = '';

/**
 * Where unsubscribe links lead. Only a POST changes anything: whatever follows links (scanners, previews) unsubscribes
 * nobody. Mail programs post by themselves (RFC 8058 §3.2): without a session, and answered without a redirect.
 */
@Area('Unsubscribing')
@Controller('u')
export class UnsubscribeController {
  constructor(
    private readonly tokens: UnsubscribeTokens,
    private readonly engagements: EngagementsRepository,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  // A wildcard: tokens are longer than what the router takes for a parameter.
  @Get('*')
  @NeedsNoKey()
  @Does('Shows a page that asks whether somebody wants no more messages; changes nothing.')
  @ShowsPage(200, 'A page with a button.')
  @ShowsPage(404, 'A page that says that the link does not work.')
  async ask(@Param('*') token: string, @Res() reply: FastifyReply): Promise<void> {
    const claim = this.tokens.open(token);
    if (claim) await answer(reply, 200, unsubscribePage('ask', claim.locale));
    else await answer(reply, 404, unsubscribePage('unknown', unknownLanguage));
  }

  @Post('*')
  @NeedsNoKey()
  @Does('Unsubscribes whom the link was sent to, or takes that back (RFC 8058).')
  @Takes(unsubscribeFormSchema, { types: formTypes })
  @ShowsPage(200, 'A page that says so.')
  @ShowsPage(404, 'A page that says that the link does not work.')
  @AsksToTryAgain()
  async say(@Param('*') token: string, @Body() form: unknown, @Res() reply: FastifyReply): Promise<void> {
    const claim = this.tokens.open(token);
    if (!claim) {
      await answer(reply, 404, unsubscribePage('unknown', unknownLanguage));
      return;
    }
    const wish = form instanceof PostedForm ? wishIn(form.body, form.contentType) : undefined;
    if (!wish) {
      throw invalidRequest([{ pointer: '/List-Unsubscribe', detail: 'must be One-Click (RFC 8058), or Undo' }]);
    }
    const isKept = await this.keep(claim, wish);
    if (isKept) await answer(reply, 200, unsubscribePage(wish, claim.locale));
    else await answer(reply.header('retry-after', retryAfterSeconds), 503, unsubscribePage('later', claim.locale));
  }

  /** People cannot do anything about a failure but try again, whatever it is. */
  private async keep(claim: UnsubscribeClaim, wish: Wish): Promise<boolean> {
    const { executionId, deliveryId } = claim;
    try {
      const isNew = await this.engagements.keep(claim, wish);
      this.logger.info({ executionId, deliveryId, isNew }, `recipient ${wish}`);
      return true;
    } catch (error) {
      this.logger.error({ err: error, executionId, deliveryId }, 'a wish could not be kept');
      return false;
    }
  }
}

async function answer(reply: FastifyReply, status: number, html: string): Promise<void> {
  await reply.status(status).headers(pageHeaders).send(html);
}
