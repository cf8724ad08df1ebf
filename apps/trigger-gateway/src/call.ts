import type { AudienceExecutionBody } from './audience-execution.body.js';
import type { UnitaryExecutionBody } from './unitary-execution.body.js';

/** A well-formed call: for the recipients that it names, or for the campaign's audience. */
export type Call =
  | {
      kind: 'unitary';
      body: UnitaryExecutionBody;
      /** Whether it came to the endpoint of campaigns in high-throughput mode; absent where an event asks: it came to none. */
      isHighThroughput?: boolean;
    }
  | { kind: 'audience'; body: AudienceExecutionBody };
