import { bodyValidation, Problem } from '@clarion/service';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { MalformedRule } from './audience-condition.js';
import { AudienceFactsBody } from './audience-facts.body.js';
import { AudienceFactsRepository, type AudienceFacts } from './audience-facts.repository.js';

/** What those who review a campaign want to know of its people. Nothing is kept of it. */
@Controller('internal/audience-facts')
export class AudienceFactsController {
  constructor(private readonly facts: AudienceFactsRepository) {}

  @Post()
  @HttpCode(200)
  async of(@Body(bodyValidation('ignored')) question: AudienceFactsBody): Promise<AudienceFacts> {
    try {
      return await this.facts.of(question);
    } catch (error) {
      if (error instanceof MalformedRule) throw new Problem(422, 'MalformedRule', error.message);
      throw error;
    }
  }
}
