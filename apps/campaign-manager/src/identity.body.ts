import { IsPlainText } from '@clarion/service';

export class IdentityBody {
  @IsPlainText({ maxLength: 64 })
  namespace!: string;

  @IsPlainText({ maxLength: 320 })
  userId!: string;
}
