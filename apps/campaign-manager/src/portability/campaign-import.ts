import { Problem } from '@clarion/service';
import { Injectable } from '@nestjs/common';
import type { ChangingCall } from '../current-call.js';
import { DataSourceDrafts } from '../data-source/data-source-drafts.js';
import type { DataSourceBody } from '../data-source/data-source.body.js';
import { DefinitionChanges } from '../definition-changes.js';
import { DefinitionsRepository } from '../definitions.repository.js';
import { campaignDraftOf } from './campaign-draft-of.js';
import { faultsUnder } from './faults-under.js';
import type { Imported, Saved } from './imported.answer.js';
import { NamedDefinitions } from './named-definitions.js';
import type { PortableCampaign, PortableDocument } from './portable-document.js';

/** Makes a sandbox have what a document says, each part found by its kind and name. */
@Injectable()
export class CampaignImport {
  constructor(
    private readonly changes: DefinitionChanges,
    private readonly dataSources: DataSourceDrafts,
  ) {}

  /**
   * All of it or nothing; of several at once in a sandbox, one after the other.
   * @throws Problem `NameAmbiguous`, `ReferenceNotFound`, `SecretNeeded`, `MoveNotAllowed`, `LabelMissing`, `RemovedMeanwhile`
   */
  async run(document: PortableDocument, call: ChangingCall): Promise<Imported> {
    return this.changes.together(async (changes, transaction) => {
      const definitions = new DefinitionsRepository(transaction);
      await definitions.lockNames(call.sandbox);
      return this.save(document, new NamedDefinitions(changes, definitions, call), call);
    });
  }

  private async save(document: PortableDocument, named: NamedDefinitions, call: ChangingCall): Promise<Imported> {
    const { campaign, audience: draft } = document;
    const channelConfiguration = await named.save({
      ...{ kind: 'channel-configuration', pointer: '/channelConfiguration' },
      name: document.channelConfiguration.name,
      draftOf: () => document.channelConfiguration,
    });
    const audience =
      draft && (await named.save({ kind: 'audience', name: draft.name, pointer: '/audience', draftOf: () => draft }));
    const dataSources = await this.saveDataSources(document.dataSources, named, call);
    const ids = {
      channelConfigurationId: channelConfiguration.id,
      audienceId: audience?.id,
      dataSourceIds: new Map(dataSources.map(({ name, id }) => [name, id])),
      branchCampaignIds: await branchCampaignIds(campaign, named),
    };
    const saved = await named.save({
      ...{ kind: 'campaign', pointer: '/campaign' },
      name: campaign.name,
      draftOf: () => campaignDraftOf(campaign, ids),
    });
    return { campaign: saved, ...(audience && { audience }), channelConfiguration, dataSources };
  }

  private async saveDataSources(
    bodies: readonly DataSourceBody[],
    named: NamedDefinitions,
    call: ChangingCall,
  ): Promise<Saved[]> {
    const saved: Saved[] = [];
    for (const [index, body] of bodies.entries()) {
      const pointer = `/dataSources/${index}`;
      const one = await named.save({
        ...{ kind: 'data-source', name: body.name, pointer },
        draftOf: (current) => under(pointer, () => this.dataSources.imported(call, body, current?.body)),
      });
      saved.push(one);
    }
    return saved;
  }
}

/** Those campaigns are not part of the document: the sandbox must have them. */
async function branchCampaignIds({ dataSources = [] }: PortableCampaign, named: NamedDefinitions) {
  const ids = new Map<string, string>();
  for (const [index, { branchCampaign: name }] of dataSources.entries()) {
    if (name === undefined) continue;
    const pointer = `/campaign/dataSources/${index}/branchCampaign`;
    const found = await named.find('campaign', name, pointer);
    if (!found) {
      const detail = `The sandbox has no campaign ${name} to branch to: import that first.`;
      throw new Problem(422, 'ReferenceNotFound', detail, { errors: [{ pointer, detail }] });
    }
    ids.set(name, found.id);
  }
  return ids;
}

function under<Result>(pointer: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    const errors = faultsUnder(pointer, error);
    const { status, code, message } = error as Problem;
    throw new Problem(status, code, message, { errors });
  }
}
