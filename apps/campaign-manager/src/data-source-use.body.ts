import { IsPlainText } from '@clarion/service';
import { Type } from 'class-transformer';
import { IsObject, ValidateNested } from 'class-validator';
import type { DataSourceUse } from './definition.js';
import { IsIdentifier } from './identifier.js';
import { JoinAllBody, JoinBody, JoinMatchBody } from './join.body.js';

/** A data source that a campaign uses. */
export class DataSourceUseBody implements DataSourceUse {
  @IsIdentifier()
  alias!: string;

  @IsPlainText({ maxLength: 100 })
  dataSourceId!: string;

  @IsObject()
  @ValidateNested()
  @Type(() => JoinBody, {
    keepDiscriminatorProperty: true,
    discriminator: {
      property: 'kind',
      subTypes: [
        { name: 'all', value: JoinAllBody },
        { name: 'match', value: JoinMatchBody },
      ],
    },
  })
  join!: JoinAllBody | JoinMatchBody;
}
