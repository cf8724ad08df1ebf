export { databaseHealth, openDatabase, type DatabaseSettings } from './database.js';
export { addLeases, LeaseLost, LeaseWorker, type Lease, type LeaseColumns, type LeasedWork } from './leases.js';
export { migrate, type Migrations } from './migrate.js';
export { createOutbox, Outbox, type OutboxTables, type OwedEvent } from './outbox.js';
