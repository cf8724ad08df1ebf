import { sql, type RawBuilder } from 'kysely';
import type { Comparison, Condition, Scalar } from './audience-condition.js';

/**
 * A condition as SQL over a profile `p`: true or false, never null, so that it may be negated. Fields and values are
 * parameters, never part of the text.
 */
export function holds(condition: Condition): RawBuilder<boolean> {
  if (condition.kind !== 'group') return comparison(condition);
  const { combinator, conditions, isNegated } = condition;
  const all = conditions.length === 0 ? [sql<boolean>`true`] : conditions.map(holds);
  const joined = sql<boolean>`(${sql.join(all, combinator === 'and' ? sql` and ` : sql` or `)})`;
  return isNegated ? sql<boolean>`not ${joined}` : joined;
}

function comparison(wanted: Comparison): RawBuilder<boolean> {
  const value = sql`p.attributes #> ${wanted.path}::text[]`;
  // Null where the attribute is missing, and where it is JSON's null.
  const text = sql`p.attributes #>> ${wanted.path}::text[]`;
  switch (wanted.kind) {
    case 'isMissing':
      return sql`${text} is null`;
    case 'isPresent':
      return sql`${text} is not null`;
    case 'isOneOf':
      return sql`(${text} is not null and ${value} = any(${json(wanted.values)}::jsonb[]))`;
    case 'isNoneOf':
      return sql`(${text} is not null and ${value} <> all(${json(wanted.values)}::jsonb[]))`;
    case 'isLike':
      return sql`(case jsonb_typeof(${value}) when 'string' then lower(${text}) like lower(${wanted.pattern}) else false end)`;
    case 'compares': {
      const operator = operators[wanted.operator];
      // A case is evaluated in order: no text is taken for a number.
      return sql`(case jsonb_typeof(${value})
        when 'string' then coalesce((${text}) collate "C" ${operator} ${wanted.text ?? null}::text, false)
        when 'number' then coalesce((${value})::numeric ${operator} ${wanted.number ?? null}::numeric, false)
        else false end)`;
    }
  }
}

const operators = { '<': sql`<`, '<=': sql`<=`, '>': sql`>`, '>=': sql`>=` };

/** As texts of JSON, which compare as JSON does: a number with numbers by value, a text with texts exactly. */
function json(values: readonly Scalar[]): string[] {
  return values.map((value) => JSON.stringify(value));
}
