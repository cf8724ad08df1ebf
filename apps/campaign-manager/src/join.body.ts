import { IsPlainText } from '@clarion/service';
import { IsIn } from 'class-validator';
import { IsAttributePath } from './attribute-path.js';

/** Which rows of a data source a recipient sees; `kind` says which of the three it is. */
export class JoinBody {
  @IsIn(['all', 'match', 'row'])
  kind!: 'all' | 'match' | 'row';
}

export class JoinAllBody extends JoinBody {
  @IsIn(['all'])
  override kind!: 'all';
}

export class JoinRowBody extends JoinBody {
  @IsIn(['row'])
  override kind!: 'row';
}

export class JoinMatchBody extends JoinBody {
  @IsIn(['match'])
  override kind!: 'match';

  @IsPlainText({ maxLength: 255 })
  column!: string;

  @IsAttributePath()
  attribute!: string;
}
