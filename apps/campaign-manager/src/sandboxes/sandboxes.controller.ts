import type { Scope } from '@clarion/contracts';
import { ApiKeyGuard, bodyValidation, CurrentScopes, Needs, Problem } from '@clarion/service';
import { Body, Controller, Get, Header, Param, Patch, Post, Query, UseGuards, UseInterceptors } from '@nestjs/common';
import { CurrentCall, type ChangingCall } from '../current-call.js';
import { requireMatch } from '../entity-tag.js';
import { EntityTagInterceptor } from '../entity-tag.interceptor.js';
import { apiKeys } from '../keys/shown-api-key.js';
import { listQueryOf } from '../list-query.js';
import { NewSandbox } from './new-sandbox.js';
import { SandboxChangeBody } from './sandbox-change.body.js';
import { SandboxBody } from './sandbox.body.js';
import { shownSandbox, type SandboxRow } from './sandbox.js';
import { SandboxesRepository } from './sandboxes.repository.js';

/** The sandboxes of the installation. A key changes none but its own. */
@Controller('v1/sandboxes')
@UseGuards(ApiKeyGuard)
@UseInterceptors(EntityTagInterceptor)
export class SandboxesController {
  constructor(
    private readonly sandboxes: SandboxesRepository,
    private readonly newSandbox: NewSandbox,
  ) {}

  @Post()
  @Needs('sandboxes:write')
  @Header('cache-control', 'no-store')
  async create(
    @Body(bodyValidation('refused')) body: SandboxBody,
    @CurrentCall() call: ChangingCall,
    @CurrentScopes() held: readonly Scope[],
  ) {
    const { sandbox, issued, secret } = await this.newSandbox.make(body, { ...call, held });
    return { ...shownSandbox(sandbox), firstKey: { ...apiKeys.shown(issued), secret } };
  }

  @Patch(':name')
  @Needs('sandboxes:write')
  async change(
    @Param('name') name: string,
    @Body(bodyValidation('refused')) changes: SandboxChangeBody,
    @CurrentCall() call: ChangingCall,
  ) {
    if (name !== call.sandbox) {
      throw new Problem(403, 'SandboxForbidden', 'A key changes the settings of its own sandbox only.');
    }
    const changed = await this.sandboxes.change(name, changes, call, (current) => {
      requireMatch(call.ifMatch, shownSandbox(current));
    });
    return shown(changed);
  }

  @Get(':name')
  @Needs('sandboxes:read')
  async read(@Param('name') name: string) {
    return shown(await this.sandboxes.find(name));
  }

  @Get()
  @Needs('sandboxes:read')
  async list(@Query() query: Record<string, unknown>) {
    const { rows, next } = await this.sandboxes.list(listQueryOf(query, ['limit', 'after']));
    return { sandboxes: rows.map(shownSandbox), ...(next !== undefined && { next }) };
  }
}

function shown(row: SandboxRow | undefined) {
  if (row) return shownSandbox(row);
  throw new Problem(404, 'SandboxNotFound', 'There is no such sandbox.');
}
