import { ApiKeyGuard, bodyValidation, CurrentCaller, CurrentTrace, Needs, type Caller } from '@clarion/service';
import { Answers, Area, Does, Refuses } from '@clarion/service/openapi';
import { Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { profilesAnswer, type ProfilesAnswer } from './profiles.answer.js';
import { ProfilesBody } from './profiles.body.js';
import { Resolver } from './resolver.js';

/** Profiles, which the audience-resolver owns: checked here, kept there. */
@Area('Profiles')
@Controller('v1/profiles')
@UseGuards(ApiKeyGuard)
export class ProfilesController {
  constructor(private readonly resolver: Resolver) {}

  @Post()
  @HttpCode(200)
  @Needs('profiles:write')
  @Does('Adds profiles, or changes those that there are.')
  @Answers(200, profilesAnswer, 'They are kept.')
  @Refuses(409, 'IdentityTaken')
  async upsert(
    @Body(bodyValidation('refused')) { profiles }: ProfilesBody,
    @CurrentCaller() { sandbox }: Caller,
    @CurrentTrace() traceparent: string,
  ): Promise<ProfilesAnswer> {
    return this.resolver.keepProfiles(sandbox, profiles, traceparent);
  }
}
