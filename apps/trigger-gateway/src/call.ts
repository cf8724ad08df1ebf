import type { AudienceExecutionBody } from './audience-execution.body.js';
import type { UnitaryExecutionBody } from './unitary-execution.body.js';

/** A well-formed call: for the recipients that it names, or for the campaign's audience. */
export type Call = { kind: 'unitary'; body: UnitaryExecutionBody } | { kind: 'audience'; body: AudienceExecutionBody };
