import { v5 as uuidv5 } from 'uuid';

/** The UUIDv5 namespace of delivery ids, made once for Clarion. */
const deliveries = '6f1d3c1e-6a52-4c43-9e0b-0f6a8c9d7b21';

/** The id of a delivery: the same for the same execution, person, channel and address, so that a repeat is the same. */
export function deliveryIdOf(
  executionId: string,
  { namespace, userId }: { namespace: string; userId: string },
  channel: string,
  address: string,
): string {
  return uuidv5(JSON.stringify([executionId, namespace.toLowerCase(), userId, channel, address]), deliveries);
}
