import type { Audience } from '@clarion/contracts';
import { IsPlainText } from '@clarion/service';
import { ArrayMaxSize, IsArray, IsObject, IsOptional } from 'class-validator';
import { AreAttributePaths } from './attribute-paths.js';

/** What a review asks of those whom a campaign is for. */
export class AudienceFactsBody {
  @IsPlainText({ maxLength: 320 })
  sandbox!: string;

  /** Of the campaign: those without an identity in it are not in its audience. */
  @IsPlainText({ maxLength: 320 })
  namespace!: string;

  /** Absent: nobody is asked for. Its rule is read as that of a run is. */
  @IsOptional()
  @IsObject()
  audience?: Audience;

  /** Paths of attributes, such as `homeAddress.city`. */
  @IsArray()
  @ArrayMaxSize(500)
  @AreAttributePaths()
  attributes!: string[];
}
