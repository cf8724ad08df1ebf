import { isLetterId, letterQueryOf } from '@clarion/dead-letters';
import { ServiceUnavailable } from '@clarion/contracts';
import { ApiKeyGuard, CurrentCaller, CurrentTrace, Needs, Problem, type Caller } from '@clarion/service';
import { Body, Controller, Get, HttpCode, Param, Post, Query, UseGuards } from '@nestjs/common';
import type { ChangedLettersAnswer, DeadLetterAnswer, DeadLettersAnswer } from './dead-letters.answer.js';
import { consumingServices, DeadLetterServices, type LetterChange } from './dead-letter-services.js';
import { changeOf, isConsumingService } from './letter-change.js';

/**
 * What the services could not handle. A key sees and changes the letters of its sandbox, and those whose sandbox cannot
 * be told.
 */
@Controller('v1/dead-letters')
@UseGuards(ApiKeyGuard)
export class DeadLettersController {
  constructor(private readonly services: DeadLetterServices) {}

  @Get()
  @Needs('dead-letters:read')
  async list(
    @Query() query: Record<string, unknown>,
    @CurrentCaller() { sandbox }: Caller,
  ): Promise<DeadLettersAnswer> {
    const { service, ...rest } = query;
    if (service !== undefined && !isConsumingService(service)) {
      throw new Problem(400, 'InvalidRequest', `service must be one of ${consumingServices.join(', ')}.`);
    }
    const wanted = letterQueryOf({ ...rest, sandbox });
    if ('fault' in wanted) throw new Problem(400, 'InvalidRequest', wanted.fault);
    return this.services.list(service === undefined ? consumingServices : [service], wanted);
  }

  @Get(':service/:id')
  @Needs('dead-letters:read')
  async find(
    @Param('service') service: string,
    @Param('id') id: string,
    @CurrentCaller() { sandbox }: Caller,
  ): Promise<DeadLetterAnswer> {
    if (isConsumingService(service) && isLetterId(id)) {
      const letter = await this.services.find(service, id, sandbox);
      if (letter) return { service, ...letter };
    }
    throw new Problem(404, 'DeadLetterNotFound', 'The service has no such dead letter.');
  }

  @Post('replay')
  @HttpCode(200)
  @Needs('dead-letters:write')
  async replay(
    @Body() body: unknown,
    @CurrentCaller() caller: Caller,
    @CurrentTrace() trace: string,
  ): Promise<ChangedLettersAnswer> {
    return this.change('replay', body, caller, trace);
  }

  @Post('discard')
  @HttpCode(200)
  @Needs('dead-letters:write')
  async discard(
    @Body() body: unknown,
    @CurrentCaller() caller: Caller,
    @CurrentTrace() trace: string,
  ): Promise<ChangedLettersAnswer> {
    return this.change('discard', body, caller, trace);
  }

  private async change(
    change: LetterChange,
    body: unknown,
    { sandbox }: Caller,
    trace: string,
  ): Promise<ChangedLettersAnswer> {
    const { services, selection, isNamed } = changeOf(body, sandbox);
    const changed = await this.services.change(change, services, selection, trace);
    const [away] = changed.unavailable;
    if (isNamed && away) throw new ServiceUnavailable(away, new Error(`${change} was not answered`));
    return changed;
  }
}
