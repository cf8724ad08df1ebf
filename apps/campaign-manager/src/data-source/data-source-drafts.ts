import { SecretBox } from '@clarion/security';
import { invalidRequest, Problem } from '@clarion/service';
import { Injectable } from '@nestjs/common';
import { Kysely } from 'kysely';
import type { DataSourceDraft, Definition, DefinitionKey } from '../definition.js';
import { DefinitionsRepository } from '../definitions.repository.js';
import type { Tables } from '../tables.js';
import type { DataSourceBody } from './data-source.body.js';
import { dataSourceFaults } from './data-source-faults.js';
import { dataSourceOf } from './data-source.js';

type Key = DefinitionKey<'data-source'>;
type DataSource = Definition<'data-source'>;

const longestName = 200;

/** Keeps data sources, their secrets sealed. */
@Injectable()
export class DataSourceDrafts {
  constructor(
    private readonly database: Kysely<Tables>,
    private readonly secrets: SecretBox,
  ) {}

  /** @throws Problem `InvalidRequest`, `SecretNeeded` */
  async add(key: Key, body: DataSourceBody): Promise<DataSource | undefined> {
    const definitions = new DefinitionsRepository(this.database);
    await definitions.addDraft(key, this.draftOf(key, body));
    return definitions.find(key);
  }

  /**
   * Replaces it whole, but for a secret that is read and sent back. `undefined` where the sandbox has no such data source.
   * @throws Problem `InvalidRequest`, `SecretNeeded`
   */
  async replace(key: Key, body: DataSourceBody): Promise<DataSource | undefined> {
    return this.database.transaction().execute(async (transaction) => {
      const definitions = new DefinitionsRepository(transaction);
      const current = await definitions.lock(key);
      return current && definitions.replaceDraft(key, this.draftOf(key, body, current.body));
    });
  }

  /** Adds another with all of this one, also its secret. `undefined` where the sandbox has no such data source. */
  async duplicate(key: Key, copy: Key): Promise<DataSource | undefined> {
    const definitions = new DefinitionsRepository(this.database);
    const original = await definitions.find(key);
    if (!original) return undefined;
    await definitions.addDraft(copy, { ...original.body, name: nameOfCopy(original.body.name) });
    return definitions.find(copy);
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
