import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsObject, ValidateNested } from 'class-validator';
import { IdentityBody } from './identity.body.js';
import { IsLanguageTag } from './language-tag.js';
import { MayBeAbsent } from './may-be-absent.js';

/** Whether the person wants marketing messages, by channel. */
export class ConsentsBody {
  @IsBoolean()
  email!: boolean;
}

export class ProfileBody {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => IdentityBody)
  identities!: IdentityBody[];

  @IsObject()
  attributes!: Record<string, unknown>;

  @MayBeAbsent()
  @IsLanguageTag()
  language?: string;

  @MayBeAbsent()
  @IsObject()
  @ValidateNested()
  @Type(() => ConsentsBody)
  consents?: ConsentsBody;
}

export class ProfilesBody {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1_000)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ProfileBody)
  profiles!: ProfileBody[];
}
