import { SecretBox } from '@clarion/security';
import { invalidRequest, Problem } from '@clarion/service';
import { Injectable } from '@nestjs/common';
import type { ChangingCall } from '../current-call.js';
import type { DataSourceDraft, Definition, DefinitionKey, Origin } from '../definition.js';
import { DefinitionChanges } from '../definition-changes.js';
import { DefinitionsRepository } from '../definitions.repository.js';
import { requireMatch } from '../entity-tag.js';
import type { DataSourceBody } from './data-source.body.js';
import { dataSourceFaults } from './data-source-faults.js';
import { dataSourceOf } from './data-source.js';
import { dataSources } from './shown-data-source.js';

type Key = DefinitionKey<'data-source'>;
type DataSource = Definition<'data-source'>;

const longestName = 200;

/** Keeps data sources, their secrets sealed. */
@Injectable()
export class DataSourceDrafts {
  constructor(
    private readonly definitions: DefinitionsRepository,
    private readonly changes: DefinitionChanges,
    private readonly secrets: SecretBox,
  ) {}

  /** @throws Problem `InvalidRequest`, `SecretNeeded` */
  async add(key: Key, body: DataSourceBody, origin: Origin): Promise<DataSource | undefined> {
    return this.changes.add(key, this.draftOf(key, body), origin);
  }

  /**
   * Replaces it whole, but for a secret that is read and sent back. `undefined` where the sandbox has no such data source.
   * @throws Problem `InvalidRequest`, `SecretNeeded`, `PreconditionFailed`
   */
  async replace(key: Key, body: DataSourceBody, call: ChangingCall): Promise<DataSource | undefined> {
    return this.changes.change(key, call, (current) => {
      requireMatch(call.ifMatch, dataSources.shown(current));
      return { draft: this.draftOf(key, body, current.body) };
    });
  }

  /** Adds another with all of this one, also its secret. `undefined` where the sandbox has no such data source. */
  async duplicate(key: Key, copy: Key, origin: Origin): Promise<DataSource | undefined> {
    const original = await this.definitions.find(key);
    if (!original) return undefined;
    return this.changes.add(copy, { ...original.body, name: nameOfCopy(original.body.name) }, origin);
  }

  private draftOf({ sandbox }: Key, body: DataSourceBody, kept?: DataSourceDraft): DataSourceDraft {
    const faults = dataSourceFaults(body);
    if (faults.length > 0) throw invalidRequest(faults);
    const seal = (secret: string, host: string) => this.secrets.seal(secret, { sandbox, host });
    const draft = dataSourceOf(body, { seal, kept });
    if ('pointer' in draft) throw new Problem(422, 'SecretNeeded', draft.detail, { errors: [draft] });
    return draft;
  }
}

function nameOfCopy(name: string): string {
  const addition = ' (copy)';
  return `${name.slice(0, longestName - addition.length)}${addition}`;
}
