import axios from 'axios';
import { setTimeout as pause } from 'node:timers/promises';
import type { ArrivalCounts } from '../sink/arrivals.js';

/**
 * How fast calls are made.
 *
 * - `busy`: every connection always has one on its way.
 * - `scheduled`: at a fixed rate, each at its own time, however slow the answers are (an open loop).
 * - `bounded`: as many as there is room for, when the mails of at most `inFlight` calls may be accepted and not arrived.
 */
export type Pace =
  | { kind: 'busy' }
  | { kind: 'scheduled'; perSecond: number }
  | { kind: 'bounded'; inFlight: number; mailsPerCall: number; sinkUrl: string };

/** Says of a moment how many calls may have begun by then. */
export type Allowance = (elapsedMs: number) => number;

/** @param isOver ends the looking at the sink */
export function allowanceOf(pace: Pace, isOver: AbortSignal): Allowance {
  switch (pace.kind) {
    case 'busy':
      return () => Infinity;
    case 'scheduled':
      return (elapsedMs) => Math.floor((elapsedMs / 1000) * pace.perSecond) + 1;
    case 'bounded': {
      let arrived = 0;
      void follow(pace.sinkUrl, isOver, (mails) => {
        arrived = mails;
      });
      return () => Math.floor(arrived / pace.mailsPerCall) + pace.inFlight;
    }
  }
}

/** When the call with this number is due, from the beginning; nothing where it is due as soon as it can be made. */
export function dueAt(pace: Pace, call: number): number | undefined {
  return pace.kind === 'scheduled' ? (call / pace.perSecond) * 1000 : undefined;
}

const lookEveryMs = 10;

async function follow(sinkUrl: string, isOver: AbortSignal, tell: (mails: number) => void): Promise<void> {
  while (!isOver.aborted) {
    tell((await axios.get<ArrivalCounts>(`${sinkUrl}/counts`, { proxy: false })).data.mails);
    await pause(lookEveryMs);
  }
}
