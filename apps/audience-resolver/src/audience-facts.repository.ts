import type { Audience } from '@clarion/contracts';
import { Injectable } from '@nestjs/common';
import { Kysely, sql } from 'kysely';
import { namedBy } from './audience-sql.js';
import type { Tables } from './tables.js';

/** So many profiles of a sandbox are looked at for attributes, the newest: a rare one may be missed. */
const profilesLookedAt = 10_000;

export interface AudienceFacts {
  /** Whether anybody is in the audience now; absent where none is asked for. */
  isAnybody?: boolean;
  /** Those of the attributes asked for that none of the newest 10,000 profiles has. */
  unseen: string[];
}

/** SQL of what a sandbox's profiles are like. */
@Injectable()
export class AudienceFactsRepository {
  constructor(private readonly database: Kysely<Tables>) {}

  /** @throws MalformedRule */
  async of(question: {
    sandbox: string;
    namespace: string;
    audience?: Audience;
    attributes: readonly string[];
  }): Promise<AudienceFacts> {
    const { sandbox, namespace, audience, attributes } = question;
    const unseen = attributes.length > 0 ? await this.unseen(sandbox, attributes) : [];
    return { ...(audience && { isAnybody: await this.isAnybody(sandbox, namespace, audience) }), unseen };
  }

  private async isAnybody(sandbox: string, namespace: string, audience: Audience): Promise<boolean> {
    const { isNamed } = namedBy(audience);
    const { rows } = await sql<{ isAnybody: boolean }>`
      select exists (
        select from profiles p join identities i on i.profile_id = p.profile_id
        where p.sandbox = ${sandbox} and i.sandbox = ${sandbox} and i.namespace = ${namespace.toLowerCase()}
          and ${isNamed}
      ) as "isAnybody"`.execute(this.database);
    return rows[0]?.isAnybody === true;
  }

  private async unseen(sandbox: string, attributes: readonly string[]): Promise<string[]> {
    const { rows } = await sql<{ attribute: string }>`
      with seen as materialized (
        select attributes from profiles where sandbox = ${sandbox} order by profile_id desc limit ${profilesLookedAt}
      )
      select attribute from unnest(${attributes}::text[]) with ordinality asked (attribute, place)
      where not exists (select from seen where attributes #> string_to_array(attribute, '.') is not null)
      order by place`.execute(this.database);
    return rows.map(({ attribute }) => attribute);
  }
}
