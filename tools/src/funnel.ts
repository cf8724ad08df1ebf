import { LocalServerError, waitFor } from '@clarion/testing';
import type { AxiosInstance } from 'axios';

/** How many of a run's recipients are in which state, as the status of an execution tells it. */
export type Counts = Record<string, number>;

/** What the gateway answers of an execution; `reason` and `detail` when it was skipped or failed as a whole. */
export interface ExecutionStatus {
  executionId: string;
  status: 'InProgress' | 'Succeeded' | 'Failed';
  reason?: string;
  detail?: string;
  counts: Counts;
}

/**
 * Looks at a run until it has ended. Resolves with its last counts.
 *
 * @param show takes the counts of each look before the last
 * @throws LocalServerError with the reason when it failed, or was skipped
 */
export async function followRun(
  gateway: AxiosInstance,
  executionId: string,
  show: (counts: Counts) => void,
  signal: AbortSignal,
): Promise<Counts> {
  const ended = await waitFor(
    async (saw) => {
      const path = `/v1/executions/${executionId}`;
      const { data } = await gateway.get<ExecutionStatus>(path, { params: { limit: 1 } });
      saw(data);
      if (data.status === 'InProgress') show(data.counts);
      return data.status === 'InProgress' ? undefined : data;
    },
    { what: `the end of ${executionId}`, timeoutMs: 120_000, intervalMs: 100, signal },
  );
  return totalsOf(ended);
}

/** @throws LocalServerError with the reason when it failed, or was skipped */
export function totalsOf({ executionId, status, reason, detail, counts }: ExecutionStatus): Counts {
  if (status === 'Succeeded' && reason === undefined) return counts;
  const why = [reason, detail].filter(Boolean).join(': ') || funnelText(counts);
  throw new LocalServerError(`The run ${executionId} ${status === 'Failed' ? 'failed' : 'was skipped'}: ${why}`);
}

/** The counts in their order, `targeted 50 · requested 12 · sent 38`; states that nobody is in are left out. */
export function funnelText({ targeted = 0, ...states }: Counts): string {
  const parts = Object.entries(states).filter(([, count]) => count > 0);
  return [['targeted', targeted], ...parts].map(([state, count]) => `${state} ${count}`).join(' · ');
}

/**
 * Shows texts as lines where there is no terminal with one that moves: only what is new, and two a second at most.
 *
 * @param now a clock in ms
 */
export function asLines(write: (text: string) => void, now = () => performance.now()): (text: string) => void {
  let last = { text: '', at: -Infinity };
  return (text) => {
    if (text === last.text || now() - last.at < 500) return;
    last = { text, at: now() };
    write(text);
  };
}
