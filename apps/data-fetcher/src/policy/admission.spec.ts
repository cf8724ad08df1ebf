import { describe, expect, it } from '@jest/globals';
import { admissionOf, type Applicant, type HostState } from './admission.js';
import { closedBreaker } from './breaker.js';

const idle: HostState = { ...closedBreaker, nextSlotAt: null, running: 0 };
const open: HostState = { ...idle, failures: 5, openings: 1, openUntil: 30_000 };
const anybody: Applicant = { timeoutMs: 5_000, heldSince: null, slotAt: null };

describe('a call to a host', () => {
  it('is made at once where no policy says otherwise', () => {
    expect(admissionOf({ ...idle, running: 99, nextSlotAt: 9_000 }, anybody, 0)).toMatchObject({ kind: 'admitted' });
  });

  it('waits while the breaker is open, and looks again every 30 s', () => {
    expect(admissionOf(open, anybody, 10_000)).toMatchObject({
      kind: 'waits',
      for: 'breaker',
      afterMs: 20_000,
      heldSince: 10_000,
    });
    const longer = { ...open, openUntil: 300_000 };
    expect(admissionOf(longer, { ...anybody, heldSince: 1 }, 2)).toMatchObject({ afterMs: 30_000, heldSince: 1 });
  });

  it('is given up after 10 min at an open breaker', () => {
    const stays = { ...open, openUntil: 900_000 };
    expect(admissionOf(stays, { ...anybody, heldSince: 0 }, 599_000)).toMatchObject({ kind: 'waits', afterMs: 1_000 });
    expect(admissionOf(stays, { ...anybody, heldSince: 0 }, 600_000)).toEqual({ kind: 'given-up' });
  });

  it('is the one probe of a breaker that was open: others wait for it', () => {
    const first = admissionOf(open, anybody, 30_000);
    expect(first).toMatchObject({ kind: 'admitted', host: { probeUntil: 35_000 } });
    const host = first.kind === 'admitted' ? first.host : idle;
    expect(admissionOf(host, anybody, 30_001)).toMatchObject({ kind: 'waits', for: 'breaker', afterMs: 4_999 });
  });

  it('has a moment of its own where there is a rate: one after another', () => {
    const applicant = { ...anybody, callsPerSecond: 4 };
    let host = idle;
    const moments = Array.from({ length: 4 }, () => {
      const admission = admissionOf(host, applicant, 1_000);
      if (admission.kind !== 'given-up') host = admission.host;
      return admission.kind === 'waits' ? admission.slotAt : admission.kind;
    });
    expect(moments).toEqual(['admitted', 1_250, 1_500, 1_750]);
  });

  it('is made once its moment has come, and takes another one when it comes late to it', () => {
    const host = { ...idle, nextSlotAt: 9_000 };
    const mine = { ...anybody, callsPerSecond: 4, slotAt: 1_250 };
    expect(admissionOf(host, mine, 3_000)).toEqual({ kind: 'admitted', host });
    expect(admissionOf(host, mine, 3_250)).toMatchObject({ kind: 'waits', for: 'rate', slotAt: 9_000 });
  });

  it('waits, with its moment, while as many go on as may', () => {
    const applicant = { ...anybody, callsPerSecond: 4, concurrency: 2 };
    const admission = admissionOf({ ...idle, running: 2 }, applicant, 1_000);
    expect(admission).toMatchObject({ kind: 'waits', for: 'concurrency', slotAt: 1_000, host: { nextSlotAt: 1_250 } });
    expect(admissionOf({ ...idle, running: 1 }, applicant, 1_000)).toMatchObject({ kind: 'admitted' });
  });

  it('is no probe as long as it waits for something else', () => {
    const host = { ...open, nextSlotAt: 40_000 };
    const admission = admissionOf(host, { ...anybody, callsPerSecond: 1 }, 30_000);
    expect(admission).toMatchObject({ kind: 'waits', for: 'rate', host: { probeUntil: null } });
  });
});
