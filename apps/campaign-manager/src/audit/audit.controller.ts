import { ApiKeyGuard, CurrentCaller, Needs, type Caller } from '@clarion/service';
import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { auditQueryOf } from './audit-query.js';
import { AuditRepository, type AuditEntry } from './audit.repository.js';

/** Who changed what in the sandbox, and when. */
@Controller('v1/audit')
@UseGuards(ApiKeyGuard)
export class AuditController {
  constructor(private readonly audit: AuditRepository) {}

  @Get()
  @Needs('audit:read')
  async list(
    @Query() query: Record<string, unknown>,
    @CurrentCaller() caller: Caller,
  ): Promise<{ entries: AuditEntry[]; next?: string }> {
    return this.audit.list(caller, auditQueryOf(query));
  }
}
