import { ApiKeyGuard, CurrentCaller, Needs, type Caller } from '@clarion/service';
import { Answers, Area, Does, Refuses, TakesQuery } from '@clarion/service/openapi';
import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { auditParameters } from './audit-parameters.js';
import { auditQueryOf } from './audit-query.js';
import { auditAnswer, type AuditAnswer } from './audit.answer.js';
import { AuditRepository } from './audit.repository.js';

/** Who changed what in the sandbox, and when. */
@Area('Audit')
@Controller('v1/audit')
@UseGuards(ApiKeyGuard)
export class AuditController {
  constructor(private readonly audit: AuditRepository) {}

  @Get()
  @Needs('audit:read')
  @Does('Lists who changed what, the newest first.')
  @TakesQuery(auditParameters)
  @Answers(200, auditAnswer, 'A page of it.')
  @Refuses(400, 'InvalidRequest')
  async list(@Query() query: Record<string, unknown>, @CurrentCaller() caller: Caller): Promise<AuditAnswer> {
    return this.audit.list(caller, auditQueryOf(query));
  }
}
