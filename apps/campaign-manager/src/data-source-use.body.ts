import { IsPlainText, Nested } from '@clarion/service';
import { IsObject } from 'class-validator';
import type { DataSourceUse } from './definition.js';
import { IsIdentifier } from './identifier.js';
import { JoinAllBody, JoinBody, JoinMatchBody } from './join.body.js';

const joinClasses = new Map<unknown, typeof JoinBody>([
  ['all', JoinAllBody],
  ['match', JoinMatchBody],
]);

/** A data source that a campaign uses. */
export class DataSourceUseBody implements DataSourceUse {
  @IsIdentifier()
  alias!: string;

  @IsPlainText({ maxLength: 100 })
  dataSourceId!: string;

  @IsObject()
  @Nested((join) => joinClasses.get((join as { kind?: unknown }).kind) ?? JoinBody)
  join!: JoinAllBody | JoinMatchBody;
}
