import { TrackingTokens } from '@clarion/security';
import { NeedsNoKey } from '@clarion/service';
import { Answers, Area, Does } from '@clarion/service/openapi';
import { Type } from '@sinclair/typebox';
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isMachineHit } from './machine-hit.js';
import { ShowsPage } from './shows-page.js';
import type { TrackedHit } from './tracked-hit.js';
import { TrackedHits } from './tracked-hits.js';
import { pixel, pixelHeaders, redirectHeaders } from './tracking-answers.js';
import { pageHeaders, unsubscribePage } from './unsubscribe-page.js';

const unknownLanguage = '';
const image = Type.Unsafe<Buffer>({ type: 'string', contentMediaType: 'image/gif' });

/**
 * What tracked mails ask for. Each is answered at once, whatever becomes of what it tells; and leads only to where a
 * campaign's mails do, since its link is sealed.
 */
@Area('Tracking')
@Controller()
export class TrackingController {
  constructor(
    private readonly tokens: TrackingTokens,
    private readonly hits: TrackedHits,
  ) {}

  /** An image also where the token is none: a mail shows no gap for it. */
  // A wildcard: tokens are longer than what the router takes for a parameter.
  @Get('o/*')
  @NeedsNoKey()
  @Does('Shows one transparent pixel: the mail was opened.')
  @Answers(200, image, 'The pixel.', { types: ['image/gif'] })
  @Answers(404, image, 'The pixel all the same: the link does not work.', { types: ['image/gif'] })
  async open(@Param('*') token: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const delivery = this.tokens.openDelivery(token);
    if (delivery) this.tell({ delivery }, request);
    await reply
      .status(delivery ? 200 : 404)
      .headers(pixelHeaders)
      .send(pixel);
  }

  @Get('c/*')
  @NeedsNoKey()
  @Does('Leads on to where a link in a mail leads: the link was followed.')
  @Answers(302, undefined, 'To there.', { headers: { Location: Type.String() } })
  @ShowsPage(404, 'A page that says that the link does not work.')
  async follow(@Param('*') token: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const click = this.clickOf(token);
    if (click) {
      this.tell(click, request);
      await reply.status(302).headers(redirectHeaders(click.url)).send();
    } else {
      await reply.status(404).headers(pageHeaders).send(unsubscribePage('unknown', unknownLanguage));
    }
  }

  /** A link leads where it did in mails of the same sandbox only. */
  private clickOf(token: string): (TrackedHit & { url: string }) | undefined {
    const [mark = '', sealedLink = ''] = token.split('.', 2);
    const delivery = this.tokens.openDelivery(mark);
    const link = this.tokens.openLink(sealedLink);
    return delivery && link && link.sandbox === delivery.sandbox ? { delivery, url: link.url } : undefined;
  }

  private tell(hit: TrackedHit, request: FastifyRequest): void {
    if (!isMachineHit(request)) this.hits.add(hit);
  }
}
