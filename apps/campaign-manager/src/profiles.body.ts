import { IsPlainText } from '@clarion/service';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsObject, ValidateIf, ValidateNested } from 'class-validator';
import { IsLanguageTag } from './language-tag.js';

export class IdentityBody {
  @IsPlainText({ maxLength: 64 })
  namespace!: string;

  @IsPlainText({ maxLength: 320 })
  userId!: string;
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

  @ValidateIf((_, language) => language !== undefined)
  @IsLanguageTag()
  language?: string;
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
