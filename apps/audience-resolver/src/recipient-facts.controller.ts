import { bodyValidation } from '@clarion/service';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { RecipientFactsBody } from './recipient-facts.body.js';
import { RecipientFactsLookup, type RecipientFacts } from './recipient-facts-lookup.js';

/** What those who look at a campaign before it runs want to know of one person. Nothing is kept of it. */
@Controller('internal/recipient-facts')
export class RecipientFactsController {
  constructor(private readonly lookup: RecipientFactsLookup) {}

  @Post()
  @HttpCode(200)
  async of(@Body(bodyValidation('ignored')) question: RecipientFactsBody): Promise<RecipientFacts> {
    return this.lookup.of(question);
  }
}
