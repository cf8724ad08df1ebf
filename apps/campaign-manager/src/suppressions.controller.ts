import { ApiKeyGuard, CurrentCaller, CurrentTrace, Needs, type Caller } from '@clarion/service';
import { Answers, Area, Does, Refuses } from '@clarion/service/openapi';
import { Controller, Delete, HttpCode, Param, Put, UseGuards } from '@nestjs/common';
import { EmailAddress } from './email-address.js';
import { Resolver } from './resolver.js';

/** Addresses that may not be written to, which the audience-resolver keeps. */
@Area('Suppressions')
@Controller('v1/suppressions')
@UseGuards(ApiKeyGuard)
export class SuppressionsController {
  constructor(private readonly resolver: Resolver) {}

  // A wildcard, for Fastify finds no parameter of more than 100 characters.
  @Put('email/*')
  @HttpCode(204)
  @Needs('suppressions:write')
  @Does('Sees to it that an address is not written to any more.')
  @Answers(204, undefined, 'It is not.')
  @Refuses(422, 'MalformedAddress')
  async suppress(
    @Param('*', EmailAddress) address: string,
    @CurrentCaller() { sandbox }: Caller,
    @CurrentTrace() traceparent: string,
  ): Promise<void> {
    await this.resolver.keepSuppression({ sandbox, channel: 'email', address, isSuppressed: true }, traceparent);
  }

  @Delete('email/*')
  @HttpCode(204)
  @Needs('suppressions:write')
  @Does('Lets an address be written to again.')
  @Answers(204, undefined, 'It may be.')
  @Refuses(422, 'MalformedAddress')
  async release(
    @Param('*', EmailAddress) address: string,
    @CurrentCaller() { sandbox }: Caller,
    @CurrentTrace() traceparent: string,
  ): Promise<void> {
    await this.resolver.keepSuppression({ sandbox, channel: 'email', address, isSuppressed: false }, traceparent);
  }
}
