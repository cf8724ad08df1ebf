import { ApiKeyGuard, NeedsNoScope } from '@clarion/service';
import { Controller, Get, UseGuards } from '@nestjs/common';

/** Adobe's health endpoint: whoever has a key may ask, in any sandbox. */
@Controller('ajo/im/health')
@UseGuards(ApiKeyGuard)
export class HealthController {
  @Get()
  @NeedsNoScope()
  health(): { status: 'up' } {
    return { status: 'up' };
  }
}
