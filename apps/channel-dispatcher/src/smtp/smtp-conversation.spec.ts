import { describe, expect, it } from '@jest/globals';
import { converse, takesAll, type Answer } from './conversation-under-test.js';

const accepted = [{ kind: 'accepted' }];
const three = ['a@example.com', 'b@example.com', 'c@example.com'];
const without = { extensions: { pipelining: false } };

/** Answers one command of its own, the first time it comes. */
const but = (command: string, answer: string): Answer => {
  let isFirst = true;
  return (said) => {
    if (!isFirst || !said.startsWith(command)) return takesAll(said);
    isFirst = false;
    return answer;
  };
};

describe('an SMTP conversation', () => {
  it('says an envelope at once, and the next one in the write that ends a body, where commands may come in groups', () => {
    const { writes, settled } = converse(three.slice(0, 2), takesAll);
    expect(writes).toEqual([
      'MAIL FROM:<shop@shop.example>\r\nRCPT TO:<a@example.com>\r\nDATA\r\n',
      'To: <a@example.com>\r\n\r\nHello\r\n.\r\nMAIL FROM:<shop@shop.example>\r\nRCPT TO:<b@example.com>\r\nDATA\r\n',
      'To: <b@example.com>\r\n\r\nHello\r\n.\r\n',
    ]);
    expect([...settled.values()]).toEqual([accepted, accepted]);
  });

  it('says one command after the other where they may not', () => {
    const { writes, settled } = converse(three.slice(0, 2), takesAll, without);
    expect(writes.slice(0, 5)).toEqual([
      'MAIL FROM:<shop@shop.example>\r\n',
      'RCPT TO:<a@example.com>\r\n',
      'DATA\r\n',
      'To: <a@example.com>\r\n\r\nHello\r\n.\r\n',
      'MAIL FROM:<shop@shop.example>\r\n',
    ]);
    expect([...settled.values()]).toEqual([accepted, accepted]);
  });

  it('tells the size and that an address is not ASCII to a server that wants to know', () => {
    const { writes } = converse(['zoë@example.com'], takesAll, { extensions: { size: true, utf8: true } });
    expect(writes[0]).toMatch(/^MAIL FROM:<shop@shop.example> SIZE=33 SMTPUTF8\r\nRCPT TO:<zoë@example.com>\r\n/);
  });

  it('writes as UTF-8 what has an address that needs it, and as latin1 what is ASCII', () => {
    const utf8 = { extensions: { utf8: true } };
    expect(new Set(converse(['zoë@example.com'], takesAll, utf8).encodings)).toEqual(new Set(['utf8']));
    expect(new Set(converse(['b@example.com'], takesAll, utf8).encodings)).toEqual(new Set(['latin1']));
  });

  it('does not begin a message whose address the server cannot take, and goes on with the next', () => {
    const { settled } = converse(['zoë@example.com', 'b@example.com'], takesAll);
    expect(settled.get('zoë@example.com')).toMatchObject([{ kind: 'rejected' }]);
    expect(settled.get('b@example.com')).toEqual(accepted);
  });

  describe.each([
    { name: 'in groups', differences: {} },
    { name: 'one by one', differences: without },
  ])('with commands $name', ({ differences }) => {
    it.each(['MAIL', 'RCPT', 'DATA', '.'])('has one message refused at %s, and goes on with the others', (command) => {
      for (const [code, kind] of [
        ['451', 'retryable'],
        ['550', 'rejected'],
      ] as const) {
        const { settled, writes, error } = converse(three, but(command, `${code} no`), differences);
        expect(settled.get('a@example.com')).toMatchObject([{ kind, detail: `${code} no` }]);
        expect(settled.get('b@example.com')).toEqual(accepted);
        expect(settled.get('c@example.com')).toEqual(accepted);
        // Whatever was begun of the refused one must not lie under the next.
        expect(writes.join('').includes('RSET\r\nMAIL')).toBe(command !== '.');
        expect(error()).toBeUndefined();
      }
    });

    it('ends with what a goodbye said to a message, and leaves the others unsent', () => {
      const { settled, left, error } = converse(three, but('.', '421 closing'), differences);
      expect(settled.get('a@example.com')).toMatchObject([{ kind: 'retryable', detail: '421 closing' }]);
      expect(left()).toEqual(three.slice(1));
      expect(error()?.message).toBe('421 closing');
    });

    it.each(['MAIL', 'RCPT', 'DATA', 'RSET'])('ends with a goodbye at %s, and leaves what was not sent', (command) => {
      const answer: Answer = (said) => {
        if (said.startsWith(command)) return '421 closing';
        return command === 'RSET' && said === 'RCPT TO:<a@example.com>' ? '550 no' : takesAll(said);
      };
      const { settled, left } = converse(three, answer, differences);
      expect([...settled.keys(), ...left()]).toEqual(three);
      expect(settled.size).toBe(command === 'RSET' ? 1 : 0);
    });

    it.each(['MAIL', 'RCPT', 'DATA', '.'])('ends with what is no answer at %s', (command) => {
      const { settled, left } = converse(three, but(command, 'HTTP/1.1 400'), differences);
      const isSent = command === '.';
      expect(settled.get('a@example.com')).toEqual(isSent ? [expect.objectContaining({ kind: 'unknown' })] : undefined);
      expect(left()).toEqual(isSent ? three.slice(1) : three);
    });

    it('sends nothing whose sender has lost the right to it right before the body', () => {
      const mayBegin = (to: string) => to !== 'b@example.com';
      const { settled, left, writes } = converse(three, takesAll, { ...differences, mayBegin });
      expect(settled.get('a@example.com')).toEqual(accepted);
      expect(settled.get('b@example.com')).toEqual([{ kind: 'lapsed' }]);
      expect(writes.join('')).not.toContain('To: <b@example.com>');
      expect(left()).toEqual(['c@example.com']);
    });

    it('knows of each message whether it was sent, wherever the connection is lost', () => {
      const octets = 3 * ('250 fine\r\n'.length * 3 + '354 go on\r\n'.length);
      for (let cutAt = 0; cutAt <= octets; cutAt += 1) {
        const { settled, left, writes } = converse(three, takesAll, { ...differences, cutAt });
        const kinds = three.map((to) => settled.get(to)?.map(({ kind }) => kind) ?? []);
        expect(kinds.filter((one) => one.length > 1)).toEqual([]);
        for (const [index, to] of three.entries()) {
          const isSent = writes.join('').includes(`To: <${to}>`);
          const [kind] = kinds[index] ?? [];
          if (isSent) expect(['accepted', 'unknown']).toContain(kind);
          else expect(left()).toContain(to);
        }
        expect(kinds.flat().filter((kind) => kind === 'unknown').length).toBeLessThanOrEqual(1);
      }
    });
  });

  it('makes nothing of a message without a recipient that is wanted all the same', () => {
    const { settled, writes } = converse(three.slice(0, 2), but('RCPT', '550 nobody'));
    expect(settled.get('a@example.com')).toMatchObject([{ kind: 'rejected', detail: '550 nobody' }]);
    expect(settled.get('b@example.com')).toEqual(accepted);
    expect(writes[1]).toBe('.\r\n');
  });

  describe('with a server that takes its time', () => {
    const silent: Answer = (command) => (command === '.' ? undefined : takesAll(command));

    it('lets nobody wait for its word, and gives the message behind it back', async () => {
      const { conversation, settled, left, owed } = converse(three, silent);
      expect(owed()).toBe('word');
      expect(conversation.letWait()?.mail.to).toBe('b@example.com');
      const [handover] = settled.get('a@example.com') ?? [];
      if (handover?.kind !== 'awaited') throw new Error('it is not awaited');
      conversation.take('250 at last\r\n');
      expect(await handover.word).toEqual({ kind: 'accepted' });
      // The envelope behind it cannot be taken back but by ending the connection.
      expect(left()).toEqual(['c@example.com']);
      expect(settled.has('b@example.com')).toBe(false);
    });

    it('says unknown in the end when it is lost before', async () => {
      const { conversation, settled } = converse(three, silent);
      conversation.letWait();
      conversation.end(new Error('lost'));
      const [handover] = settled.get('a@example.com') ?? [];
      expect(handover?.kind === 'awaited' && (await handover.word)).toEqual({ kind: 'unknown', detail: 'lost' });
    });
  });
});
