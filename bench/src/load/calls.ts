import type { Pace } from './pace.js';

/** Unitary calls to be made, one recipient each. */
export interface CallsInput {
  /** Of the server on this machine. */
  port: number;
  /** Of each request, beside those of the body. */
  headers: Record<string, string>;
  campaignId: string;
  /** Makes the request ids of these calls unlike those of others. */
  prefix: string;
  connections: number;
  pace: Pace;
  durationMs: number;
  /** The calls are for these people, one after the other, and from the first one again where they are too few. */
  firstPerson: number;
  people: number;
}

/** What came of them. */
export interface CallsOutput {
  /** How many were answered 202. */
  accepted: number;
  /** How many were answered otherwise, by status. */
  refused: Record<string, number>;
  /** In ms of `now`. */
  beganAt: number;
  /** When the last answer came. */
  endedAt: number;
  /** From sending to answer, of each call in its order, in ms. */
  answerMs: number[];
  /** When each call was due, in ms of `now`; of one that had no time, when it was sent. */
  dueAt: number[];
}

/** What a call says: a password reset for this person. */
export function bodyOf(
  { campaignId, prefix }: Pick<CallsInput, 'campaignId' | 'prefix'>,
  call: number,
  userId: string,
): string {
  return (
    `{"requestId":"${prefix}-${call}","campaignId":"${campaignId}","recipients":[{"type":"aep","namespace":"crmId",` +
    `"userId":"${userId}","context":{"link":"https://shop.example/reset/${prefix}${call}"}}]}`
  );
}

/** The request as it goes over the wire. */
export function requestOf(input: CallsInput, call: number, userId: string): string {
  const body = bodyOf(input, call, userId);
  const named = Object.entries(input.headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return (
    `POST /ajo/im/executions/unitary HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n` +
    `${named.join('')}content-length: ${body.length}\r\n\r\n${body}`
  );
}
