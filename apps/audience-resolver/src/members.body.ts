import type { Purpose, Recipient } from '@clarion/contracts';
import { IsPlainText, Nested } from '@clarion/service';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Max,
  Min,
  ValidateBy,
} from 'class-validator';
import { AreAttributePaths } from './attribute-paths.js';

class RecipientBody implements Recipient {
  @IsIn(['aep', 'external'])
  type!: 'aep' | 'external';

  @IsPlainText({ maxLength: 320 })
  namespace!: string;

  @IsPlainText({ maxLength: 320 })
  userId!: string;

  @IsOptional()
  @IsObject()
  profile?: Record<string, unknown>;
}

/** Whom a run is for, and what is to be told of them. */
export class MembersBody {
  @IsPlainText({ maxLength: 320 })
  sandbox!: string;

  @IsPlainText({ maxLength: 320 })
  campaignId!: string;

  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  campaignVersion!: number;

  /** What the execution is for where it is none in earnest. */
  @IsOptional()
  @IsIn(['proof', 'dry-run'])
  purpose?: Purpose;

  @IsString()
  @IsTime()
  acceptedAt!: string;

  /** Those that the call names; absent when it is for the campaign's audience. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @Nested(() => RecipientBody, { each: true })
  recipients?: RecipientBody[];

  @IsArray()
  @ArrayMaxSize(100)
  @AreAttributePaths()
  columns!: string[];
}

function IsTime(): PropertyDecorator {
  return ValidateBy({
    name: 'isTime',
    validator: {
      validate: (value: unknown) => !Number.isNaN(Date.parse(String(value))),
      defaultMessage: () => '$property must be a time',
    },
  });
}
