import { definitionActivated, definitionPublished } from './definition-events.js';
import {
  deliveriesReported,
  marketingDeliveriesRequested,
  transactionalDeliveriesRequested,
} from './delivery-events.js';
import { consentChanged, engagementTracked } from './engagement-events.js';
import { executionAccepted, executionCancelled, executionProgressed, executionReady } from './execution-events.js';
import { executionRejected, executionRequested } from './execution-requests.js';

/** Every event there is. Its topic bears the name of its type. */
export const events = {
  definitionPublished,
  definitionActivated,
  executionRequested,
  executionRejected,
  executionAccepted,
  executionReady,
  executionProgressed,
  executionCancelled,
  transactionalDeliveriesRequested,
  marketingDeliveriesRequested,
  deliveriesReported,
  engagementTracked,
  consentChanged,
} as const;
