import { addressOf, userIdOf } from '../person.js';
import type { Pace } from './pace.js';

/** What calls say: a password reset for each of their recipients. */
export interface CallContent {
  campaignId: string;
  /** Makes the request ids of these calls unlike those of others. */
  prefix: string;
  /** They are for a campaign in high-throughput mode: for strangers, by their addresses. Else for profiles. */
  isHighThroughput: boolean;
}

/** Calls to be made. */
export interface CallsInput extends CallContent {
  /** Of the server on this machine. */
  port: number;
  /** Of each request, beside those of the body. */
  headers: Record<string, string>;
  connections: number;
  pace: Pace;
  durationMs: number;
  recipientsPerCall: number;
  /** The calls are for these people, one after the other, and from the first one again where they are too few. */
  firstPerson: number;
  /** A multiple of `recipientsPerCall`. */
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

/** The people of a call. */
export function recipientsOf(
  { recipientsPerCall, firstPerson, people }: Pick<CallsInput, 'recipientsPerCall' | 'firstPerson' | 'people'>,
  call: number,
): number[] {
  const first = firstPerson + ((call * recipientsPerCall) % people);
  return Array.from({ length: recipientsPerCall }, (_, index) => first + index);
}

/** What a call says to these people. */
export function bodyOf({ campaignId, prefix, isHighThroughput }: CallContent, call: number, people: number[]): string {
  const context = `"context":{"link":"https://shop.example/reset/${prefix}${call}"}`;
  const recipients = people.map((person) =>
    isHighThroughput
      ? `{"type":"external","namespace":"email","userId":"${addressOf(person)}",${context}}`
      : `{"type":"aep","namespace":"crmId","userId":"${userIdOf(person)}",${context}}`,
  );
  return `{"requestId":"${prefix}-${call}","campaignId":"${campaignId}","recipients":[${recipients.join(',')}]}`;
}

/** The request as it goes over the wire. */
export function requestOf(input: CallsInput, call: number): string {
  const body = bodyOf(input, call, recipientsOf(input, call));
  const named = Object.entries(input.headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const endpoint = input.isHighThroughput ? 'highthroughput' : 'unitary';
  return (
    `POST /ajo/im/executions/${endpoint} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n` +
    `${named.join('')}content-length: ${body.length}\r\n\r\n${body}`
  );
}
