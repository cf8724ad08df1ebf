import { IsPlainText } from '@clarion/service';
import { IsIn } from 'class-validator';
import { IsAttributePath } from './attribute-path.js';

/** Which rows of a data source a recipient sees; `kind` says which of the two it is. */
export class JoinBody {
  @IsIn(['all', 'match'])
  kind!: 'all' | 'match';
}

export class JoinAllBody extends JoinBody {
  declare kind: 'all';
}

export class JoinMatchBody extends JoinBody {
  declare kind: 'match';

  @IsPlainText({ maxLength: 255 })
  column!: string;

  @IsAttributePath()
  attribute!: string;
}
