import { ApiKeyGuard, NeedsNoScope } from '@clarion/service';
import { Answers, Area, Does } from '@clarion/service/openapi';
import { Controller, Get, UseGuards } from '@nestjs/common';
import { Type } from '@sinclair/typebox';

/** Adobe's health endpoint: whoever has a key may ask, in any sandbox. */
@Area('Health')
@Controller('ajo/im/health')
@UseGuards(ApiKeyGuard)
export class HealthController {
  @Get()
  @Does('Says that the service runs, as Adobe does.')
  @Answers(200, Type.Object({ status: Type.Literal('up') }), 'It runs.')
  @NeedsNoScope()
  health(): { status: 'up' } {
    return { status: 'up' };
  }
}
