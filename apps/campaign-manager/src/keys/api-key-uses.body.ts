import { IsInstant, IsPlainText, Nested, type ApiKeyUse } from '@clarion/service';
import { IsArray, IsObject } from 'class-validator';

export class ApiKeyUseBody implements ApiKeyUse {
  @IsPlainText({ maxLength: 320 })
  keyId!: string;

  @IsInstant()
  usedAt!: string;
}

/** Which keys were used with a service, and when. */
export class ApiKeyUsesBody {
  @IsArray()
  @IsObject({ each: true })
  @Nested(() => ApiKeyUseBody, { each: true })
  uses!: ApiKeyUseBody[];
}
