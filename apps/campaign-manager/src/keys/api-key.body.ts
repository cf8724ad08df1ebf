import type { Scope } from '@clarion/contracts';
import { IsInstant, IsPlainText, MayBeAbsent } from '@clarion/service';
import { IsInt, Max, Min } from 'class-validator';
import { AreTags } from '../tags.js';
import { AreScopes } from './are-scopes.js';
import { IsToCome } from './is-to-come.js';

/** A key as it is sent to us, to make one or to replace what one may do. Its secret is ours to choose. */
export class ApiKeyBody {
  @IsPlainText({ maxLength: 200 })
  name!: string;

  @AreScopes()
  scopes!: Scope[];

  /** Absent: none, so that it reaches what has no access labels. */
  @MayBeAbsent()
  @AreTags()
  labels?: string[];

  /** Absent: it does not expire. */
  @MayBeAbsent()
  @IsInstant()
  @IsToCome()
  expiresAt?: string;

  /** Absent: as many as its sandbox may. */
  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  executionsPerSecond?: number;
}
