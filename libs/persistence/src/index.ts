export {
  cancelledOf,
  createCancelledExecutions,
  keepCancelled,
  type CancelledExecutionTables,
} from './cancelled-executions.js';
export { databaseHealth, openDatabase, type DatabaseSettings } from './database.js';
export { InlineOutbox, type KeptEvent } from './inline-outbox.js';
export { addLeases, LeaseLost, LeaseWorker, type Lease, type LeaseColumns, type LeasedWork } from './leases.js';
export { isRefused } from './lost-connection.js';
export { migrate, type Migrations } from './migrate.js';
export { createOutbox, type OutboxTables, type OwedEvent, type PublishesEvents } from './outbox-rows.js';
export { Outbox } from './outbox.js';
export { Poller } from './poller.js';
export { Sweeper, type SweeperOptions } from './sweeper.js';
export { texts } from './texts.js';
