import { AccessTokens } from '@clarion/security';
import { Authentication, NeedsNoKey, Problem, RawBody, type AuthenticKey } from '@clarion/service';
import { Answers, Area, Does, Takes } from '@clarion/service/openapi';
import { Body, Controller, Inject, Post, Req, Res } from '@nestjs/common';
import { Type } from '@sinclair/typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OAuthFault } from './oauth-fault.js';
import { tokenForm, tokenRefusal, tokenResponse, type TokenResponse } from './token.answer.js';
import { tokenRequestOf } from './token-request.js';

/** How long a token counts at most, in seconds. */
export const TOKEN_SECONDS = Symbol('token seconds');

/** Issues tokens that stand for a key's secret: OAuth's client credentials (RFC 6749 §4.4). */
@Area('Tokens')
@Controller()
export class TokenController {
  constructor(
    private readonly authentication: Authentication,
    private readonly tokens: AccessTokens,
    @Inject(TOKEN_SECONDS) private readonly tokenSeconds: number,
  ) {}

  /** At Adobe's path (IMS), so that a client needs another host and other credentials only. */
  @Post('ims/token/v3')
  @Does(
    'Issues a token that stands for a key’s secret: OAuth’s client credentials (RFC 6749 §4.4), as Adobe’s clients ask.',
    'The key is shown in the form, or by HTTP Basic.',
  )
  @Takes(tokenForm, { types: ['application/x-www-form-urlencoded'] })
  @Answers(200, tokenResponse, 'A token.')
  @Answers(400, tokenRefusal, 'The request is none for a token.')
  @Answers(401, tokenRefusal, 'There is no such key.', { headers: { 'WWW-Authenticate': Type.String() } })
  @Answers(429, tokenRefusal, 'Too many attempts failed.', { headers: { 'Retry-After': Type.Integer() } })
  @NeedsNoKey()
  @RawBody({ maxBytes: 8 * 1024, types: ['application/x-www-form-urlencoded'] })
  async issue(
    @Req() { headers: { authorization }, ip }: FastifyRequest,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    void reply.headers({ 'cache-control': 'no-store', pragma: 'no-cache' });
    try {
      const form = Buffer.isBuffer(body) ? body.toString() : '';
      const key = await this.authentication.authenticate(() => tokenRequestOf(form, authorization), ip);
      await reply.status(200).send(this.tokenFor(key));
    } catch (error) {
      const fault = error instanceof Problem ? faultOf(error, reply) : error;
      if (!(fault instanceof OAuthFault)) throw error;
      if (fault.status === 401) void reply.header('www-authenticate', 'Basic realm="Clarion"');
      await reply.status(fault.status).send({ error: fault.error, error_description: fault.description });
    }
  }

  /** It ends with its key, if that is sooner. */
  private tokenFor({ keyId, shownHash, expiresAt }: AuthenticKey): TokenResponse {
    const now = Date.now();
    const latest = now + this.tokenSeconds * 1_000;
    const end = expiresAt === undefined ? latest : Math.min(latest, Date.parse(expiresAt));
    return {
      access_token: this.tokens.issue(keyId, shownHash, end),
      token_type: 'bearer',
      expires_in: Math.max(0, Math.floor((end - now) / 1_000)),
    };
  }
}

/** What the check of keys says, in OAuth's words. */
function faultOf({ code, message, details }: Problem, reply: FastifyReply): OAuthFault {
  if (code !== 'TooManyFailures') return new OAuthFault('invalid_client', message);
  void reply.header('retry-after', details.retryAfterSeconds ?? 1);
  return new OAuthFault('temporarily_unavailable', message);
}
