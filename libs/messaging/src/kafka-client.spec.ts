import { describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import { isKafkaAway } from './kafka-client.js';

const { KafkaJSConnectionError, KafkaJSNonRetriableError, KafkaJSProtocolError } = kafkajs;
const lost = new KafkaJSConnectionError('connect ECONNREFUSED');
const refused = { type: 'MESSAGE_TOO_LARGE', code: 10, retriable: false };
const tooLarge = new KafkaJSProtocolError(Object.assign(new Error('too large'), refused));
const wrapped = (cause: Error) => Object.assign(new KafkaJSNonRetriableError(cause), { cause });

describe('Kafka', () => {
  it('is away when the connection is lost, also when the client says so in other words', () => {
    expect(isKafkaAway(lost)).toBe(true);
    expect(isKafkaAway(wrapped(lost))).toBe(true);
  });

  it('is there when it refuses an event, and when something else is wrong', () => {
    expect(isKafkaAway(tooLarge)).toBe(false);
    expect(isKafkaAway(wrapped(tooLarge))).toBe(false);
    expect(isKafkaAway(new TypeError('surprise'))).toBe(false);
  });
});
