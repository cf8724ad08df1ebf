import type { AudienceExecutionBody } from './audience-execution.body.js';
import type { Leftover } from './leave-out.js';
import type { UnitaryExecutionBody } from './unitary-execution.body.js';

/** A well-formed call: for the recipients that it names, or for the campaign's audience. */
export type Call =
  | { kind: 'unitary'; body: UnitaryExecutionBody; partial?: PartialCall }
  | { kind: 'audience'; body: AudienceExecutionBody };

/** The caller wants it for those recipients of it that are in order (`?partial=true`); its body has only these. */
export interface PartialCall extends Leftover {
  /** The body with all that it named. */
  sent: object;
}
