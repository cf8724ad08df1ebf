import { invalidRequest, Problem } from '@clarion/service';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { DeadLetters } from './dead-letters.js';
import { isLetterId, isName, letterQueryOf } from './letter-query.js';
import { selectionOf, type LetterSelection } from './letter-selection.js';
import type { Letter, WholeLetter } from './representation.js';

/** A service's dead letters, for the manager (design, section 3). `runService` guards `/internal`. */
@Controller('internal/dead-letters')
export class DeadLettersController {
  constructor(private readonly letters: DeadLetters) {}

  @Get()
  async list(@Query() query: Record<string, unknown>): Promise<{ deadLetters: Letter[]; open: number }> {
    const wanted = letterQueryOf(query);
    if ('fault' in wanted) throw new Problem(400, 'InvalidRequest', wanted.fault);
    return this.letters.list(wanted);
  }

  @Get(':id')
  async find(@Param('id') id: string, @Query('sandbox') sandbox?: unknown): Promise<WholeLetter> {
    if (sandbox !== undefined && !isName(sandbox)) {
      throw new Problem(400, 'InvalidRequest', 'sandbox must be one text without control characters.');
    }
    const letter = isLetterId(id) ? await this.letters.find(id, sandbox) : undefined;
    if (!letter) throw new Problem(404, 'DeadLetterNotFound', 'There is no such dead letter.');
    return letter;
  }

  @Post('replay')
  @HttpCode(200)
  async replay(@Body() body: unknown): Promise<{ count: number }> {
    return { count: await this.letters.replay(selectionIn(body)) };
  }

  @Post('discard')
  @HttpCode(200)
  async discard(@Body() body: unknown): Promise<{ count: number }> {
    return { count: await this.letters.discard(selectionIn(body)) };
  }
}

function selectionIn(body: unknown): LetterSelection {
  const selection = selectionOf(body);
  if ('errors' in selection) throw invalidRequest(selection.errors);
  return selection;
}
