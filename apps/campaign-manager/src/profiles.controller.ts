import { ApiKeyGuard, bodyValidation, CurrentCaller, CurrentTrace, Needs, type Caller } from '@clarion/service';
import { Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { ProfilesBody } from './profiles.body.js';
import { Resolver } from './resolver.js';

/** Profiles, which the audience-resolver owns: checked here, kept there. */
@Controller('v1/profiles')
@UseGuards(ApiKeyGuard)
export class ProfilesController {
  constructor(private readonly resolver: Resolver) {}

  @Post()
  @HttpCode(200)
  @Needs('profiles:write')
  async upsert(
    @Body(bodyValidation('refused')) { profiles }: ProfilesBody,
    @CurrentCaller() { sandbox }: Caller,
    @CurrentTrace() traceparent: string,
  ): Promise<{ upserted: number }> {
    return this.resolver.keepProfiles(sandbox, profiles, traceparent);
  }
}
