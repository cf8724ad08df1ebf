import type { events } from '@clarion/contracts';
import type { ReceivedEvent } from '@clarion/messaging';

/** Hears of activations, and ends, once the copy has them; twice, and in any order, as events come. */
export interface ActivationListener {
  heard(batch: readonly ReceivedEvent<typeof events.definitionActivated>[]): Promise<void>;
}

/** Nest's token of the service's own listener. */
export const ACTIVATION_LISTENER = Symbol('ActivationListener');
