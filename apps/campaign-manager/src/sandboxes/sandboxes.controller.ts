import type { Scope } from '@clarion/contracts';
import { ApiKeyGuard, bodyValidation, CurrentScopes, Needs, Problem } from '@clarion/service';
import { Answers, Area, Does, Refuses, TakesQuery } from '@clarion/service/openapi';
import { Body, Controller, Get, Header, Param, Patch, Post, Query, UseGuards, UseInterceptors } from '@nestjs/common';
import { CurrentCall, type ChangingCall } from '../current-call.js';
import { requireMatch } from '../entity-tag.js';
import { EntityTagInterceptor } from '../entity-tag.interceptor.js';
import { HeedsIfMatch } from '../heeds-if-match.js';
import { apiKeys } from '../keys/shown-api-key.js';
import { describedParameters, listQueryOf, pageParameters } from '../list-query.js';
import { notKept } from '../not-kept.js';
import { Shows } from '../shows.js';
import { NewSandbox } from './new-sandbox.js';
import { shownSandbox, type SandboxRow } from './sandbox.js';
import { SandboxChangeBody } from './sandbox-change.body.js';
import {
  madeSandboxAnswer,
  sandboxAnswer,
  sandboxesAnswer,
  type MadeSandboxAnswer,
  type SandboxAnswer,
  type SandboxesAnswer,
} from './sandbox.answer.js';
import { SandboxBody } from './sandbox.body.js';
import { SandboxesRepository } from './sandboxes.repository.js';

/** The sandboxes of the installation. A key changes none but its own. */
@Area('Sandboxes')
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
  @Does('Makes a sandbox with its first key.')
  @Answers(201, madeSandboxAnswer, 'The sandbox, with the secret of its key.', { headers: notKept })
  @Refuses(403, 'LabelMissing')
  @Refuses(409, 'SandboxExists')
  async create(
    @Body(bodyValidation('refused')) body: SandboxBody,
    @CurrentCall() call: ChangingCall,
    @CurrentScopes() held: readonly Scope[],
  ): Promise<MadeSandboxAnswer> {
    const { sandbox, issued, secret } = await this.newSandbox.make(body, { ...call, held });
    return { ...shownSandbox(sandbox), firstKey: { ...apiKeys.shown(issued), secret } };
  }

  @Patch(':name')
  @Needs('sandboxes:write')
  @Does('Changes the settings of the own sandbox; what is absent stays.')
  @HeedsIfMatch()
  @Shows(200, sandboxAnswer, 'The sandbox.')
  @Refuses(404, 'SandboxNotFound')
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
  @Does('Shows a sandbox.')
  @Shows(200, sandboxAnswer, 'The sandbox.')
  @Refuses(404, 'SandboxNotFound')
  async read(@Param('name') name: string) {
    return shown(await this.sandboxes.find(name));
  }

  @Get()
  @Needs('sandboxes:read')
  @Does('Lists the sandboxes of the installation, the newest first.')
  @TakesQuery(describedParameters(pageParameters))
  @Answers(200, sandboxesAnswer, 'A page of them.')
  @Refuses(400, 'InvalidRequest')
  async list(@Query() query: Record<string, unknown>): Promise<SandboxesAnswer> {
    const { rows, next } = await this.sandboxes.list(listQueryOf(query, pageParameters));
    return { sandboxes: rows.map(shownSandbox), ...(next !== undefined && { next }) };
  }
}

function shown(row: SandboxRow | undefined): SandboxAnswer {
  if (row) return shownSandbox(row);
  throw new Problem(404, 'SandboxNotFound', 'There is no such sandbox.');
}
