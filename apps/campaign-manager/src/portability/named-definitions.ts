import { Problem } from '@clarion/service';
import { isDeepStrictEqual } from 'node:util';
import { v7 as newId } from 'uuid';
import { campaignStatuses, requireMove } from '../campaign-life.js';
import type { ChangingCall } from '../current-call.js';
import type { Definition, DefinitionKey, DraftBodies } from '../definition.js';
import { DefinitionChanges } from '../definition-changes.js';
import { DefinitionsRepository } from '../definitions.repository.js';
import { campaignStatus } from '../representation.js';
import type { Saved } from './imported.answer.js';

/** What a document is made of. */
export type PortableKind = 'campaign' | 'audience' | 'data-source' | 'channel-configuration';

/** A part of a document: where it is in there, and its draft; that may depend on what it replaces. */
export interface Part<Kind extends PortableKind> {
  kind: Kind;
  name: string;
  pointer: string;
  draftOf(current?: Definition<Kind>): DraftBodies[Kind];
}

/** Archived campaigns are out of the way: their names are free. */
const counting = campaignStatuses.filter((status) => status !== 'archived');

/** Definitions of a sandbox, found and saved by kind and name in one transaction. */
export class NamedDefinitions {
  constructor(
    private readonly changes: DefinitionChanges,
    private readonly definitions: DefinitionsRepository,
    private readonly call: ChangingCall,
  ) {}

  /**
   * The one of this kind and name, if there is one.
   * @throws Problem `NameAmbiguous` where there are several.
   */
  async find<Kind extends PortableKind>(
    kind: Kind,
    name: string,
    pointer: string,
  ): Promise<Definition<Kind> | undefined> {
    const query = { limit: 2, name, ...(kind === 'campaign' && { status: counting }) };
    const { definitions } = await this.definitions.list(kind, this.call, query);
    if (definitions.length <= 1) return definitions[0];
    const detail = `The sandbox has more than one ${kind} of this name: rename the others.`;
    throw new Problem(409, 'NameAmbiguous', detail, { errors: [{ pointer, detail }] });
  }

  /**
   * Makes the sandbox have this part: a channel configuration live, all else as a draft. Writes nothing where it has it.
   * @throws Problem `NameAmbiguous`, `MoveNotAllowed`, `LabelMissing`, and what `draftOf` throws.
   */
  async save<Kind extends PortableKind>(part: Part<Kind>): Promise<Saved> {
    const { kind, name } = part;
    const found = await this.find(kind, name, `${part.pointer}/name`);
    const { sandbox, heldLabels } = this.call;
    const key: DefinitionKey<Kind> = { kind, sandbox, heldLabels, id: found?.id ?? newId() };
    const outcome = found ? await this.update(key, part) : await this.create(key, part);
    return { id: key.id, name, outcome };
  }

  private async create<Kind extends PortableKind>(key: DefinitionKey<Kind>, part: Part<Kind>): Promise<'created'> {
    const draft = part.draftOf();
    if (isLiveAtOnce(key)) await this.changes.ensureLive(key, draft as DraftBodies['channel-configuration'], this.call);
    else await this.changes.add(key, draft, this.call);
    return 'created';
  }

  private async update<Kind extends PortableKind>(
    key: DefinitionKey<Kind>,
    part: Part<Kind>,
  ): Promise<'updated' | 'unchanged'> {
    let outcome = 'unchanged' as 'updated' | 'unchanged';
    const saved = await this.changes.change(key, this.call, (current) => {
      const draft = part.draftOf(current);
      if (isDeepStrictEqual(asKept(draft), current.body)) return undefined;
      if (isCampaign(current)) requireMove(campaignStatus(current, new Date()), current.review, 'edit');
      outcome = 'updated';
      return isLiveAtOnce(key) ? ({ draft, publish: draft } as object) : { draft };
    });
    if (!saved) throw new Problem(409, 'RemovedMeanwhile', `The ${part.kind} was removed meanwhile: import it again.`);
    return outcome;
  }
}

function isLiveAtOnce(key: DefinitionKey<PortableKind>): key is DefinitionKey<'channel-configuration'> {
  return key.kind === 'channel-configuration';
}

function isCampaign(definition: Definition<PortableKind>): definition is Definition<'campaign'> {
  return definition.kind === 'campaign';
}

/** JSON has no -0, which differs from 0. */
function asKept(draft: object): unknown {
  return JSON.parse(JSON.stringify(draft));
}
