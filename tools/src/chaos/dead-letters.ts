import { waitFor } from '@clarion/testing';
import type { AxiosInstance } from 'axios';

/** What nobody could handle, and nobody has decided about yet. */
export interface DeadLetters {
  /** How many there are. */
  open: number;
  /** How many of each group and reason, of the newest 1,000. */
  reasons: Map<string, number>;
}

interface Page {
  deadLetters: { group: string; errorClass: string; reason: string }[];
  open: number;
  unavailable: string[];
}

/** Asks the manager, until every service has said what it has. */
export async function openDeadLetters(manager: AxiosInstance, signal: AbortSignal): Promise<DeadLetters> {
  const { deadLetters, open } = await waitFor(
    async (saw) => {
      const { data } = await manager.get<Page>('/v1/dead-letters?state=open&limit=1000');
      saw(data.unavailable);
      return data.unavailable.length === 0 ? data : undefined;
    },
    { what: 'the dead letters of all services', timeoutMs: 60_000, intervalMs: 500, signal },
  );
  const reasons = new Map<string, number>();
  for (const { group, errorClass, reason } of deadLetters) {
    const text = `${group}: ${errorClass}: ${reason}`;
    reasons.set(text, (reasons.get(text) ?? 0) + 1);
  }
  return { open, reasons };
}
