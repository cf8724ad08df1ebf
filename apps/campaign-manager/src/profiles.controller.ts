import { LOGGER, traceIdOf, type Logger } from '@clarion/observability';
import { ApiKeyGuard, bodyValidation, CurrentCaller, Problem, type Caller } from '@clarion/service';
import { Body, Controller, HttpCode, Inject, Post, UseGuards } from '@nestjs/common';
import { CurrentTrace } from './current-trace.js';
import { ProfilesBody } from './profiles.body.js';
import type { ResolverAnswer } from './resolver-answer.js';
import { ResolverClient, ResolverUnavailable } from './resolver-client.js';

/** Profiles, which the audience-resolver owns: checked here, kept there. */
@Controller('v1/profiles')
@UseGuards(ApiKeyGuard)
export class ProfilesController {
  constructor(
    private readonly resolver: ResolverClient,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Post()
  @HttpCode(200)
  async upsert(
    @Body(bodyValidation('refused')) { profiles }: ProfilesBody,
    @CurrentCaller() { sandbox }: Caller,
    @CurrentTrace() traceparent: string,
  ): Promise<{ upserted: number }> {
    try {
      return upsertedOr(await this.resolver.upsert(sandbox, profiles, traceparent));
    } catch (error) {
      if (!(error instanceof ResolverUnavailable)) throw error;
      this.logger.warn({ err: error, traceId: traceIdOf(traceparent) }, 'profiles refused: the resolver is away');
      throw new Problem(503, 'ResolverUnavailable', 'Profiles cannot be kept now; try again.', {
        retryAfterSeconds: 5,
      });
    }
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
      throw new ResolverUnavailable(`status ${answer.status}`);
    case 'unexpected':
      throw new Error(`The audience-resolver answered ${answer.status}: are its address and SERVICE_TOKEN right?`);
  }
}
