import { isLetterId, letterQueryOf } from '@clarion/dead-letters';
import { ServiceUnavailable } from '@clarion/contracts';
import { ApiKeyGuard, CurrentCaller, CurrentTrace, Needs, Problem, type Caller } from '@clarion/service';
import { Answers, Area, Does, Refuses, Takes, TakesQuery } from '@clarion/service/openapi';
import { Body, Controller, Get, HttpCode, Param, Post, Query, UseGuards } from '@nestjs/common';
import { consumingServices, DeadLetterServices, type LetterChange } from './dead-letter-services.js';
import {
  changedLettersAnswer,
  deadLetterAnswer,
  deadLettersAnswer,
  type ChangedLettersAnswer,
  type DeadLetterAnswer,
  type DeadLettersAnswer,
} from './dead-letters.answer.js';
import { changeOf, isConsumingService } from './letter-change.js';
import { letterChangeSchema } from './letter-change.schema.js';
import { letterParameters } from './letter-parameters.js';

/**
 * What the services could not handle. A key sees and changes the letters of its sandbox, and those whose sandbox cannot
 * be told.
 */
@Area('Dead letters')
@Controller('v1/dead-letters')
@UseGuards(ApiKeyGuard)
export class DeadLettersController {
  constructor(private readonly services: DeadLetterServices) {}

  @Get()
  @Needs('dead-letters:read')
  @Does('Lists what the services could not handle, the newest first.')
  @TakesQuery(letterParameters)
  @Answers(200, deadLettersAnswer, 'A page of it.')
  @Refuses(400, 'InvalidRequest')
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
  @Does('Shows a dead letter with all that it says.')
  @Answers(200, deadLetterAnswer, 'The letter.')
  @Refuses(404, 'DeadLetterNotFound')
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
  @Does('Has open letters handled again.')
  @Takes(letterChangeSchema)
  @Answers(200, changedLettersAnswer, 'How many.')
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
  @Does('Puts open letters aside for good.')
  @Takes(letterChangeSchema)
  @Answers(200, changedLettersAnswer, 'How many.')
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
