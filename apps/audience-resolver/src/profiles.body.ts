import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsLocale,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  ValidateNested,
} from 'class-validator';
import type { Identity } from './profile.js';

export class IdentityBody implements Identity {
  @IsString()
  @IsNotEmpty()
  namespace!: string;

  @IsString()
  @IsNotEmpty()
  userId!: string;
}

export class ProfileBody {
  /** The first finds the profile. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => IdentityBody)
  identities!: [IdentityBody, ...IdentityBody[]];

  @IsObject()
  attributes!: Record<string, unknown>;

  @IsOptional()
  @IsLocale()
  language?: string;
}

export class ProfilesBody {
  @IsString()
  @IsNotEmpty()
  sandbox!: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1000)
  @ValidateNested({ each: true })
  @Type(() => ProfileBody)
  profiles!: ProfileBody[];
}
