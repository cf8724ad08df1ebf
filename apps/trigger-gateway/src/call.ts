import type { AudienceExecutionBody } from './audience-execution.body.js';
import type { Leftover } from './leave-out.js';
import type { UnitaryExecutionBody } from './unitary-execution.body.js';

/** A well-formed call: for the recipients that it names, or for the campaign's audience. */
export type Call = UnitaryCall | { kind: 'audience'; body: AudienceExecutionBody };

export interface UnitaryCall {
  kind: 'unitary';
  body: UnitaryExecutionBody;
  partial?: PartialCall;
  /** Whether it came to the endpoint of campaigns in high-throughput mode; absent where it came to none: by an event, in a bulk. */
  isHighThroughput?: boolean;
}

/** The caller wants it for those recipients of it that are in order (`?partial=true`); its body has only these. */
export interface PartialCall extends Leftover {
  /** The body with all that it named. */
  sent: object;
}
