import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import type { Preview, PreviewQuestion } from './preview.js';
import { Previews } from './previews.js';

/** Messages that are shown and not sent, for the manager, who has checked what it asks. `runService` guards `/internal`. */
@Controller('internal/previews')
export class PreviewsController {
  constructor(private readonly previews: Previews) {}

  @Post()
  @HttpCode(200)
  async of(@Body() question: object): Promise<Preview> {
    return this.previews.of(question as PreviewQuestion);
  }
}
