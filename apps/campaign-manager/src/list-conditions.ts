import { sql, type RawBuilder } from 'kysely';
import type { CampaignStatus } from './campaign-life.js';
import type { ListFilters } from './list-query.js';

type Condition = RawBuilder<boolean>;

const conditions: { [Key in keyof ListFilters]-?: (value: NonNullable<ListFilters[Key]>, now: Date) => Condition } = {
  name: (name) => sql`name = ${name}`,
  text: (text) => sql`strpos(searched, lower(${text})) > 0`,
  status: (statuses, now) =>
    sql`(${sql.join(
      statuses.map((status) => isOf(status, now)),
      sql` or `,
    )})`,
  review: (review) => sql`review = ${review}`,
  channel: (channel) => sql`channel = ${channel}`,
  category: (category) => sql`category = ${category}`,
  tag: (tag) => sql`tags @> ${JSON.stringify([tag])}::jsonb`,
  createdFrom: (moment) => sql`created_at >= ${moment}`,
  createdTo: (moment) => sql`created_at < ${moment}`,
  updatedFrom: (moment) => sql`updated_at >= ${moment}`,
  updatedTo: (moment) => sql`updated_at < ${moment}`,
};

/** What the rows of a list must fulfil at a moment: each of these. */
export function conditionsOf(filters: ListFilters, now: Date): Condition[] {
  return Object.entries(filters).map(([name, value]) => {
    const condition = conditions[name as keyof ListFilters] as (value: unknown, now: Date) => Condition;
    return condition(value, now);
  });
}

/** `statusOf` of `campaign-life.ts`, in SQL. */
function isOf(status: CampaignStatus, now: Date): Condition {
  switch (status) {
    case 'scheduled':
      return sql`state = 'live' and starts_at > ${now}`;
    case 'completed':
      return sql`state = 'live' and ends_at <= ${now}`;
    case 'live':
      return sql`state = 'live' and coalesce(starts_at <= ${now}, true) and coalesce(ends_at > ${now}, true)`;
    case 'draft':
      return sql`state = 'draft' and review <> 'requested'`;
    case 'in-review':
      return sql`state = 'draft' and review = 'requested'`;
    default:
      return sql`state = ${status}`;
  }
}
