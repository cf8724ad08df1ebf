export { databaseHealth, openDatabase, type DatabaseSettings } from './database.js';
export { migrate, type Migrations } from './migrate.js';
export { createOutbox, Outbox, type OutboxTables, type OwedEvent } from './outbox.js';
