import { IsPlainText, MayBeAbsent } from '@clarion/service';
import { IsBoolean } from 'class-validator';
import type { SandboxSettings } from './sandbox.js';

/** What is changed of a sandbox; what is absent stays. */
export class SandboxChangeBody implements Partial<SandboxSettings> {
  @MayBeAbsent()
  @IsPlainText({ maxLength: 200 })
  title?: string;

  @MayBeAbsent()
  @IsBoolean()
  requiresApproval?: boolean;
}
