import { IsPlainText } from '@clarion/service';
import { IsBoolean, IsIn } from 'class-validator';

export class SuppressionBody {
  @IsPlainText({ maxLength: 64 })
  sandbox!: string;

  @IsIn(['email'])
  channel!: 'email';

  @IsPlainText({ maxLength: 320 })
  address!: string;

  @IsBoolean()
  isSuppressed!: boolean;
}
