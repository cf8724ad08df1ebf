import { IsPlainText, MayBeAbsent, Nested } from '@clarion/service';
import { IsBoolean, IsDefined, IsObject, Matches } from 'class-validator';
import { ApiKeyBody } from '../keys/api-key.body.js';
import type { SandboxSettings } from './sandbox.js';

/** A sandbox as it is sent to us. Its name stays for good: keys, events and rows say it. */
export class SandboxBody implements SandboxSettings {
  @Matches(/^[a-z0-9][a-z0-9-]{0,62}$/, {
    message: '$property must be 1 to 63 small letters, digits and hyphens, and not begin with a hyphen',
  })
  name!: string;

  @IsPlainText({ maxLength: 200 })
  title!: string;

  @MayBeAbsent()
  @IsBoolean()
  requiresApproval = false;

  /** Its first key, without which nobody would get in. */
  @IsDefined()
  @IsObject()
  @Nested(() => ApiKeyBody)
  firstKey!: ApiKeyBody;
}
