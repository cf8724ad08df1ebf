import { definitionActivated, definitionPublished } from './definition-events.js';
import { deliveriesReported, transactionalDeliveriesRequested } from './delivery-events.js';
import { executionReady } from './execution-events.js';

/** Every event there is. Its topic bears the name of its type. */
export const events = {
  definitionPublished,
  definitionActivated,
  executionReady,
  transactionalDeliveriesRequested,
  deliveriesReported,
} as const;
