import { ApiKeyGuard, CurrentCaller, Needs, type Caller } from '@clarion/service';
import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import type { AuditAnswer } from './audit.answer.js';
import { auditQueryOf } from './audit-query.js';
import { AuditRepository } from './audit.repository.js';

/** Who changed what in the sandbox, and when. */
@Controller('v1/audit')
@UseGuards(ApiKeyGuard)
export class AuditController {
  constructor(private readonly audit: AuditRepository) {}

  @Get()
  @Needs('audit:read')
  async list(@Query() query: Record<string, unknown>, @CurrentCaller() caller: Caller): Promise<AuditAnswer> {
    return this.audit.list(caller, auditQueryOf(query));
  }
}
