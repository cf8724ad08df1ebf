import { bodyValidation } from '@clarion/service';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { SuppressionBody } from './suppressions.body.js';
import { SuppressionsRepository } from './suppressions.repository.js';

/** Addresses that may not be written to. */
@Controller('internal/suppressions')
export class SuppressionsController {
  constructor(private readonly suppressions: SuppressionsRepository) {}

  @Post()
  @HttpCode(200)
  async change(
    @Body(bodyValidation('refused')) { isSuppressed, ...suppression }: SuppressionBody,
  ): Promise<Record<string, never>> {
    await (isSuppressed ? this.suppressions.add(suppression) : this.suppressions.remove(suppression));
    return {};
  }
}
