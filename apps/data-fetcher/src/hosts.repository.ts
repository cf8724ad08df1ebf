import type { DataSourcePolicy } from '@clarion/contracts';
import { Outbox } from '@clarion/persistence';
import { Kysely, sql, type Transaction } from 'kysely';
import { beginCall } from './begin-call.js';
import type { EndedCall, Fetch, FetchResult } from './fetch.js';
import { admissionOf, type Admission, type HostState } from './policy/admission.js';
import { afterCall, type HostSign } from './policy/breaker.js';
import { resumeFetches } from './resume-fetches.js';
import type { Tables } from './tables.js';
import { wakeFetches } from './wake-fetches.js';

type Connection = Kysely<Tables> | Transaction<Tables>;

/** A call that somebody wants to make. */
export interface WantedCall {
  /** `host:port`, the port where it is not the usual one. */
  host: string;
  /** Method, host and path, for the call log. */
  summary: string;
  policy: DataSourcePolicy;
  timeoutMs: number;
}

/** A call that has been written down, and is to be made now. */
export interface BegunCall {
  attempt: number;
  hostId: string;
}

/** SQL of the hosts that a sandbox calls. Instances agree here on who calls when, by the database's clock. */
export class HostsRepository {
  constructor(
    private readonly database: Kysely<Tables>,
    private readonly outbox: Outbox<Tables>,
  ) {}

  /**
   * Begins a call, or says for what it waits; `undefined` when it has waited for too long.
   * @throws LeaseLost
   */
  async admit(
    fetch: Fetch,
    wanted: WantedCall,
  ): Promise<BegunCall | Extract<FetchResult, { kind: 'waits' }> | undefined> {
    const { callsPerSecond, concurrency } = wanted.policy;
    const { hostId, isTroubled } = await hostOf(this.database, fetch.execution.sandbox, wanted.host);
    const isFree = !isTroubled && callsPerSecond === undefined && concurrency === undefined;
    if (isFree) return { hostId, attempt: await beginCall(this.database, fetch, hostId, wanted.summary) };
    return this.database.transaction().execute(async (transaction) => {
      const { host, now } = await lockHost(transaction, hostId);
      const [heldSince, slotAt] = [fetch.heldSince?.getTime() ?? null, fetch.slotAt?.getTime() ?? null];
      const { timeoutMs } = wanted;
      const applicant = { callsPerSecond, concurrency, timeoutMs: timeoutMs + probeSlackMs, heldSince, slotAt };
      const admission = admissionOf(host, applicant, now);
      if (admission.kind === 'given-up') return undefined;
      await keepHost(transaction, hostId, admission.host);
      if (admission.kind === 'waits') return this.wait(transaction, fetch, hostId, admission);
      return { hostId, attempt: await beginCall(transaction, fetch, hostId, wanted.summary) };
    });
  }

  /** Counts what a call said of its host. When that closes its breaker, those go on who waited for it. */
  async heed({ id, sign }: EndedCall['host']): Promise<void> {
    const { isTroubled, areSuspended } = await standing(this.database, id);
    if (sign === 'ill' || isTroubled) await this.count(id, sign);
    if (sign === 'well' && (isTroubled || areSuspended)) await this.resume(id);
  }

  /** A call has ended, and the fetch was given back: whoever has waited longest for its host to have less to do goes on. */
  async wakeNext({ id }: EndedCall['host']): Promise<void> {
    await wakeFetches(this.database, sql`host_id = ${id} and waits_for = 'concurrency'`, 1);
  }

  /** Of each host: 1 where its breaker is open or half open in any sandbox, 0 where it is closed. */
  async breakers(): Promise<ReadonlyMap<string, number>> {
    const { rows } = await sql<{ host: string; isOpen: number }>`
      select host, max((open_until is not null)::int) as "isOpen" from hosts group by host`.execute(this.database);
    return new Map(rows.map(({ host, isOpen }) => [host, isOpen]));
  }

  private async wait(
    transaction: Transaction<Tables>,
    { executionId, alias, leaseId }: Fetch,
    hostId: string,
    { for: reason, afterMs, heldSince, slotAt }: Extract<Admission, { kind: 'waits' }>,
  ): Promise<Extract<FetchResult, { kind: 'waits' }>> {
    await sql`
      update fetches
      set host_id = ${hostId}, waits_for = ${reason}, held_since = ${time(heldSince)}, slot_at = ${time(slotAt)}
      where execution_id = ${executionId} and alias = ${alias} and lease_id = ${leaseId}`.execute(transaction);
    return { kind: 'waits', for: reason, afterMs };
  }

  private async count(hostId: string, sign: HostSign): Promise<void> {
    await this.database.transaction().execute(async (transaction) => {
      const { host, now } = await lockHost(transaction, hostId);
      const next = afterCall(host, sign, now);
      const isClosing = host.openUntil !== null && next.openUntil === null;
      await keepHost(transaction, hostId, { ...host, ...next }, isClosing);
      if (isClosing || sign === 'unknown') {
        await wakeFetches(transaction, sql`host_id = ${hostId} and waits_for = 'breaker'`);
      }
    });
  }

  /** Those that were suspended before its breaker closed; as many as go at once, and the rest with the next call. */
  private async resume(hostId: string): Promise<void> {
    const resumed = await this.database
      .transaction()
      .execute((transaction) => resumeFetches(transaction, this.outbox, ofHost(hostId)));
    if (resumed.length > 0) this.outbox.publishSoon();
  }
}

/** A probe's end is heard of a little later than the call may last. */
const probeSlackMs = 5_000;

/** What the host's illness suspended, before its breaker closed. */
function ofHost(hostId: string) {
  return sql<boolean>`
    host_id = ${hostId} and reason in ('DataSourceUnreachable', 'DataSourceRefused')
    and suspended_at <= (select closed_at from hosts where host_id = ${hostId})`;
}

async function hostOf(
  database: Connection,
  sandbox: string,
  host: string,
): Promise<{ hostId: string; isTroubled: boolean }> {
  const find = async () => {
    const { rows } = await sql<{ hostId: string; isTroubled: boolean }>`
      select host_id as "hostId", open_until is not null as "isTroubled"
      from hosts where sandbox = ${sandbox} and host = ${host}`.execute(database);
    return rows[0];
  };
  const known = await find();
  if (known) return known;
  await sql`insert into hosts (sandbox, host) values (${sandbox}, ${host}) on conflict do nothing`.execute(database);
  const added = await find();
  if (!added) throw new Error('A host that was just kept is not there');
  return added;
}

/** Whoever holds it is alone in deciding who calls. What goes on is counted only then. */
async function lockHost(transaction: Transaction<Tables>, hostId: string): Promise<{ host: HostState; now: number }> {
  const row = await transaction
    .selectFrom('hosts')
    .selectAll()
    .where('host_id', '=', hostId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const { rows } = await sql<{ now: Date; running: number }>`
    select clock_timestamp() as now, count(*)::int as running
    from fetches
    where host_id = ${hostId} and call_lease_id = lease_id and due_at > clock_timestamp()`.execute(transaction);
  const [{ now, running } = { now: new Date(NaN), running: 0 }] = rows;
  const host: HostState = {
    failures: row.failures,
    openings: row.openings,
    openUntil: row.open_until?.getTime() ?? null,
    probeUntil: row.probe_until?.getTime() ?? null,
    nextSlotAt: row.next_slot_at?.getTime() ?? null,
    running,
  };
  return { host, now: now.getTime() };
}

async function keepHost(
  transaction: Transaction<Tables>,
  hostId: string,
  { failures, openings, openUntil, probeUntil, nextSlotAt }: HostState,
  isClosing = false,
): Promise<void> {
  await sql`
    update hosts
    set failures = ${failures}, openings = ${openings}, open_until = ${time(openUntil)},
      probe_until = ${time(probeUntil)}, next_slot_at = ${time(nextSlotAt)},
      closed_at = case when ${isClosing} then clock_timestamp() else closed_at end
    where host_id = ${hostId}`.execute(transaction);
}

/** *troubled*: a call has failed, and none has succeeded since. */
async function standing(database: Connection, hostId: string): Promise<{ isTroubled: boolean; areSuspended: boolean }> {
  const { rows } = await sql<{ isTroubled: boolean; areSuspended: boolean }>`
    select failures > 0 as "isTroubled",
      exists (select from fetches where state = 'suspended' and ${ofHost(hostId)}) as "areSuspended"
    from hosts where host_id = ${hostId}`.execute(database);
  const [row] = rows;
  if (!row) throw new Error('A host that was called is not there');
  return row;
}

function time(milliseconds: number | null) {
  return sql`to_timestamp(${milliseconds}::float8 / 1000)`;
}
