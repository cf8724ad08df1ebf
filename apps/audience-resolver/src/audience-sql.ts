import { canBeStored } from '@clarion/service';
import type { Audience, ListedIdentity } from '@clarion/contracts';
import { sql, type RawBuilder } from 'kysely';
import { conditionOf, fieldsOf, MalformedRule } from './audience-condition.js';
import { holds } from './condition-sql.js';

/** Whom an audience names. */
export interface Named {
  /** True or false over a profile `p`. */
  isNamed: RawBuilder<boolean>;
  /** The attributes that this reads, as dotted paths. */
  fields: string[];
}

/**
 * An audience as SQL; nothing that it says is part of the text.
 * @throws MalformedRule
 */
export function namedBy(audience: Audience): Named {
  if (audience.kind === 'list') return { isNamed: isListed(audience.identities), fields: [] };
  // It comes from JSON: the compiler alone says that it can be nothing else.
  if ((audience.kind as string) !== 'rule') throw new MalformedRule('The audience is neither a rule nor a list.');
  const condition = conditionOf(audience.rule);
  return { isNamed: holds(condition), fields: fieldsOf(condition) };
}

function isListed(identities: readonly ListedIdentity[]): RawBuilder<boolean> {
  return sql`p.profile_id in (
    select i.profile_id
    from jsonb_to_recordset(${JSON.stringify(storable(identities))}::jsonb) listed (namespace text, "userId" text)
    join identities i on i.sandbox = p.sandbox and i.namespace = lower(listed.namespace) and i.user_id = listed."userId")`;
}

/** Those that may be anyone's identity. They come from JSON: their shape was not checked by the compiler. */
export function storable(identities: readonly (ListedIdentity | null)[]): ListedIdentity[] {
  return identities.flatMap((listed) => {
    const { namespace, userId } = listed ?? {};
    const isIdentity = [namespace, userId].every((id) => typeof id === 'string' && canBeStored(id));
    return isIdentity ? [{ namespace, userId } as ListedIdentity] : [];
  });
}
