import { bodyValidation } from '@clarion/service';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiKeyUsesBody } from './api-key-uses.body.js';
import { ApiKeyUsesRepository } from './api-key-uses.repository.js';

/** Services tell here which keys were used with them. `runService` guards `/internal`. */
@Controller('internal/api-key-uses')
export class InternalApiKeyUsesController {
  constructor(private readonly repository: ApiKeyUsesRepository) {}

  @Post()
  @HttpCode(200)
  async keep(@Body(bodyValidation('refused')) { uses }: ApiKeyUsesBody): Promise<Record<string, never>> {
    await this.repository.keep(uses);
    return {};
  }
}
