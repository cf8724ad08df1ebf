import { MayBeAbsent, Nested } from '@clarion/service';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsObject } from 'class-validator';
import { IdentityBody } from './identity.body.js';
import { IsLanguageTag } from './language-tag.js';

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
  @Nested(() => IdentityBody, { each: true })
  identities!: IdentityBody[];

  @IsObject()
  attributes!: Record<string, unknown>;

  @MayBeAbsent()
  @IsLanguageTag()
  language?: string;

  @MayBeAbsent()
  @IsObject()
  @Nested(() => ConsentsBody)
  consents?: ConsentsBody;
}

export class ProfilesBody {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1_000)
  @IsObject({ each: true })
  @Nested(() => ProfileBody, { each: true })
  profiles!: ProfileBody[];
}
