import { TrackingController } from './tracking.controller.js';
import { UnsubscribeController } from './unsubscribe.controller.js';

/** What the public port serves. */
export const publicControllers = [UnsubscribeController, TrackingController];
