import type { Audience } from '@clarion/contracts';
import type { AudienceDraft } from '../definition.js';

/** An audience without its name. */
export function contentOf(audience: AudienceDraft): Audience {
  return audience.kind === 'rule'
    ? { kind: audience.kind, rule: audience.rule }
    : { kind: audience.kind, identities: audience.identities };
}
