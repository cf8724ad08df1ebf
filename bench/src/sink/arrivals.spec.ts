import { describe, expect, it } from '@jest/globals';
import { ArrivalBook } from './arrivals.js';

function bookAfter(...mails: [address: string, at: number][]): ArrivalBook {
  const book = new ArrivalBook();
  for (const [address, at] of mails) {
    const listener = book.listener(() => at);
    listener.recipient(Buffer.from(`RCPT TO:<${address}>`));
    listener.mail(100);
  }
  return book;
}

describe('the account of the mails', () => {
  it('knows who has got how many, and when the first came', () => {
    const book = bookAfter(['b3@bench.example', 50], ['b5@bench.example', 60], ['b3@bench.example', 70]);
    expect(book.of(3, 3)).toEqual({ counts: [2, 0, 1], at: [50, 0, 60] });
    expect(book.read()).toEqual({ mails: 3, strange: 0, bytes: 300, firstAt: 50, lastAt: 70 });
  });

  it.each(['b@bench.example', 'x@bench.example', 'bob@bench.example', 'b99999999@bench.example', 'b1'])(
    'counts a mail for %s as a strange one',
    (address) => {
      expect(bookAfter([address, 1]).read()).toMatchObject({ mails: 1, strange: 1 });
    },
  );

  it('counts by tenth of a second', () => {
    const times = [1_000, 1_099, 1_100, 1_350];
    const book = bookAfter(...times.map((at): [string, number] => ['b1@bench.example', at]));
    expect(book.readTenths()).toEqual([2, 1, 0, 1]);
  });

  it('forgets all when it is emptied', () => {
    const book = bookAfter(['b1@bench.example', 1]);
    book.empty();
    expect(book.of(1, 1).counts).toEqual([0]);
    expect(book.read().mails).toBe(0);
  });
});
