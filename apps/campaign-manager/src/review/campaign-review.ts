import { Injectable } from '@nestjs/common';
import { DataSourceTestsRepository } from '../data-source/data-source-tests.repository.js';
import type { DefinitionKey } from '../definition.js';
import { DefinitionsRepository } from '../definitions.repository.js';
import { isTooLarge, publicationOf } from '../publication.js';
import { Resolver } from '../resolver.js';
import type { CampaignReviewed } from './campaign-reviewed.answer.js';
import { finding } from './finding.js';
import { peopleFindings } from './people-findings.js';
import { referencesOf } from './references.js';
import { review } from './review.js';
import { untestedFindings } from './untested-findings.js';

/** Reviews drafts for people: as an activation does, and with what only warns, also what other services know. */
@Injectable()
export class CampaignReview {
  constructor(
    private readonly definitions: DefinitionsRepository,
    private readonly tests: DataSourceTestsRepository,
    private readonly resolver: Resolver,
  ) {}

  /** `undefined` where there is no such campaign. */
  async of(key: DefinitionKey<'campaign'>, traceparent: string): Promise<CampaignReviewed | undefined> {
    const campaign = await this.definitions.find(key);
    if (!campaign) return undefined;
    const { sandbox, body: draft } = campaign;
    const references = await referencesOf(key, draft, this.definitions);
    const { findings, contextSchema, campaign: asLive } = review(draft, references);
    const isTooLargeAsLive = asLive !== undefined && isTooLarge(publicationOf(campaign, 0, asLive));
    return {
      findings: [
        ...findings,
        ...(isTooLargeAsLive ? [finding('VersionTooLarge', '', 'The version has more than 4 MB.')] : []),
        ...untestedFindings(draft, references, await this.tests.passedAmong(references.dataSources)),
        ...(await peopleFindings(draft, references, this.resolver, { sandbox, traceparent })),
      ],
      ...(contextSchema && { contextSchema }),
    };
  }
}
