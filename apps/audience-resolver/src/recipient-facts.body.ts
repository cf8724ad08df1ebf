import { CanBeStored, IsPlainText, Nested } from '@clarion/service';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsLocale, IsObject, IsOptional } from 'class-validator';

class VariantName {
  @IsPlainText({ maxLength: 100 })
  treatment!: string;

  @IsLocale()
  locale!: string;
}

/** Who looks at a campaign, and what of the campaign decides what they see. */
export class RecipientFactsBody {
  @IsPlainText({ maxLength: 320 })
  sandbox!: string;

  @IsIn(['transactional', 'marketing'])
  category!: 'transactional' | 'marketing';

  @IsIn(['email'])
  channel!: 'email';

  @IsBoolean()
  createNewProfiles!: boolean;

  @IsArray()
  @ArrayMaxSize(50)
  @Nested(() => VariantName, { each: true })
  content!: VariantName[];

  /** With `userId`: whose stored profile is looked up. Absent: nobody is asked for. */
  @IsOptional()
  @IsPlainText({ maxLength: 320 })
  namespace?: string;

  @IsOptional()
  @IsPlainText({ maxLength: 320 })
  userId?: string;

  /** Laid over the stored one. */
  @IsOptional()
  @IsObject()
  @CanBeStored()
  profile?: Record<string, unknown>;

  /** Stands before the stored one. */
  @IsOptional()
  @IsLocale()
  language?: string;
}
