import { describe, expect, it } from '@jest/globals';
import { ProtocolError, ReplyReader } from './reply-reader.js';

const octets = '220 ready\r\n250-chaos\r\n250-PIPELINING\r\n250 SIZE 100\r\n354\n550-5.1.1 nobody\r\n550 here\r\n';
const replies = [
  { code: 220, text: '220 ready' },
  { code: 250, text: '250 chaos PIPELINING SIZE 100' },
  { code: 354, text: '354' },
  { code: 550, text: '550 5.1.1 nobody here' },
];

describe('the reply reader', () => {
  it.each(Array.from({ length: octets.length + 1 }, (_, cut) => cut))(
    'reads replies that were cut at octet %i',
    (cut) => {
      const reader = new ReplyReader();
      expect([...reader.take(octets.slice(0, cut)), ...reader.take(octets.slice(cut))]).toEqual(replies);
    },
  );

  it.each(['HTTP/1.1 400 Bad Request\r\n', '999 what\r\n', '25 short\r\n'])('does not take %j for a reply', (line) => {
    expect(() => new ReplyReader().take(line)).toThrow(ProtocolError);
  });

  it('ends a reply that has no end', () => {
    expect(() => new ReplyReader().take('2'.repeat(70_000))).toThrow(ProtocolError);
    const reader = new ReplyReader();
    expect(() => reader.take('250-more\r\n'.repeat(1_000))).toThrow(ProtocolError);
  });
});
