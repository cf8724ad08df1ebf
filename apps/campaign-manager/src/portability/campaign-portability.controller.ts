import type { Scope } from '@clarion/contracts';
import { ApiKeyGuard, CurrentCaller, CurrentScopes, Needs, type Caller } from '@clarion/service';
import { Answers, Area, Does, Refuses, Takes } from '@clarion/service/openapi';
import { Body, Controller, Get, Headers, HttpCode, Param, Post, Res, UseGuards } from '@nestjs/common';
import { CurrentCall, type ChangingCall } from '../current-call.js';
import { campaigns } from '../representation.js';
import { CampaignExport } from './campaign-export.js';
import { CampaignImport } from './campaign-import.js';
import { importedAnswer, type Imported } from './imported.answer.js';
import { portableDocumentAnswer } from './portable-document.answer.js';
import { portableDocumentSchema } from './portable-document.schema.js';
import { readDocument } from './read-document.js';
import { requireScopes } from './require-scopes.js';
import { yamlOf, yamlType } from './yaml.js';

/** Where a document is sent to, as JSON or YAML. */
export const importPath = '/v1/campaigns/import';

interface Reply {
  type(contentType: string): unknown;
}

/** Campaigns as code: one document says a campaign and all that it names, in each sandbox the same. */
@Area('Campaigns')
@Controller()
@UseGuards(ApiKeyGuard)
export class CampaignPortabilityController {
  constructor(
    private readonly exported: CampaignExport,
    private readonly imported: CampaignImport,
  ) {}

  @Get('v1/campaigns/:id/export')
  @Needs('campaigns:read')
  @Does(
    'Writes down a campaign with all that it names, to be imported into any sandbox.',
    'As YAML where `Accept` asks for `application/yaml`.',
  )
  @Answers(200, portableDocumentAnswer, 'The document.', { types: ['application/json', yamlType] })
  @Refuses(404, 'CampaignNotFound')
  @Refuses(409, 'NameAmbiguous')
  @Refuses(422, 'ReferenceNotFound')
  async export(
    @Param('id') id: string,
    @Headers('accept') accept: string | undefined,
    @CurrentCaller() caller: Caller,
    @CurrentScopes() held: readonly Scope[],
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<unknown> {
    const document = await this.exported.run(campaigns.keyOf(caller, id));
    if (!document) throw campaigns.missing();
    requireScopes(document, 'read', held);
    if (!accept?.includes(yamlType)) return document;
    reply.type(`${yamlType}; charset=utf-8`);
    return yamlOf(document);
  }

  @Post(importPath)
  @HttpCode(200)
  @Needs('campaigns:write')
  @Does('Makes the sandbox have what a document says: all of it or nothing.')
  @Takes(portableDocumentSchema, { types: ['application/json', yamlType] })
  @Answers(200, importedAnswer, 'What became of each part.')
  @Refuses(400, 'MalformedYaml')
  @Refuses(403, 'LabelMissing')
  @Refuses(409, 'MoveNotAllowed', 'NameAmbiguous', 'RemovedMeanwhile')
  @Refuses(422, 'ReferenceNotFound', 'SecretNeeded')
  async import(
    @Body() body: unknown,
    @CurrentCall() call: ChangingCall,
    @CurrentScopes() held: readonly Scope[],
  ): Promise<Imported> {
    const document = await readDocument(body);
    requireScopes(document, 'write', held);
    return this.imported.run(document, call);
  }
}
