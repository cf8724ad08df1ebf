import { ServiceUnavailable } from '@clarion/contracts';
import { ApiKeyGuard, bodyValidation, CurrentCaller, Problem, type Caller, CurrentTrace } from '@clarion/service';
import { Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { ProfilesBody } from './profiles.body.js';
import type { ResolverAnswer } from './resolver-answer.js';
import { ResolverClient } from './resolver-client.js';

/** Profiles, which the audience-resolver owns: checked here, kept there. */
@Controller('v1/profiles')
@UseGuards(ApiKeyGuard)
export class ProfilesController {
  constructor(private readonly resolver: ResolverClient) {}

  @Post()
  @HttpCode(200)
  async upsert(
    @Body(bodyValidation('refused')) { profiles }: ProfilesBody,
    @CurrentCaller() { sandbox }: Caller,
    @CurrentTrace() traceparent: string,
  ): Promise<{ upserted: number }> {
    return upsertedOr(await this.resolver.upsert(sandbox, profiles, traceparent));
  }
}

function upsertedOr(answer: ResolverAnswer): { upserted: number } {
  switch (answer.outcome) {
    case 'upserted':
      return { upserted: answer.upserted };
    case 'refused': {
      const { status, code, detail, errors } = answer;
      throw new Problem(status, code, detail, errors && { errors });
    }
    case 'unavailable':
      throw new ServiceUnavailable('audience-resolver', `status ${answer.status}`);
    case 'unexpected':
      throw new Error(`The audience-resolver answered ${answer.status}: are its address and SERVICE_TOKEN right?`);
  }
}
