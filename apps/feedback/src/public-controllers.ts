import { UnsubscribeController } from './unsubscribe.controller.js';

/** What the public port serves. */
export const publicControllers = [UnsubscribeController];
