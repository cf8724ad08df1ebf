import { CanBeStored, IsPlainText, Nested } from '@clarion/service';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsLocale, IsObject, IsOptional } from 'class-validator';
import { AreConsents } from './are-consents.js';
import type { Identity } from './profile.js';

export class IdentityBody implements Identity {
  @IsPlainText({ maxLength: 64 })
  namespace!: string;

  @IsPlainText({ maxLength: 320 })
  userId!: string;
}

export class ProfileBody {
  /** The first finds the profile. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @Nested(() => IdentityBody, { each: true })
  identities!: [IdentityBody, ...IdentityBody[]];

  @IsObject()
  @CanBeStored()
  attributes!: Record<string, unknown>;

  /** By channel: whether they want marketing there. */
  @IsOptional()
  @AreConsents()
  consents?: Record<string, boolean>;

  @IsOptional()
  @IsLocale()
  language?: string;
}

export class ProfilesBody {
  @IsPlainText({ maxLength: 64 })
  sandbox!: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1000)
  @Nested(() => ProfileBody, { each: true })
  profiles!: ProfileBody[];
}
