import { describe, expect, it } from '@jest/globals';
import { answerOf } from './answer.js';

const usual = () => ['{"rows":', '[]}'];

describe('answerOf', () => {
  it('is as usual unless told otherwise', () => {
    expect(read({})).toEqual({ status: 200, type: 'application/json; charset=utf-8', text: '{"rows":[]}' });
  });

  it('has the usual body with another status of success', () => {
    expect(read({ status: 201 })).toMatchObject({ status: 201, text: '{"rows":[]}' });
  });

  it('is a problem document from 400', () => {
    const { status, type, text } = read({ status: 503 });

    expect({ status, type }).toEqual({ status: 503, type: 'application/problem+json' });
    expect(JSON.parse(text ?? '')).toMatchObject({ status: 503, title: 'Service Unavailable', code: 'as-told' });
  });

  it('says when to come back', () => {
    expect(answerOf({ status: 429, retryAfterSeconds: 0 }, usual).headers).toMatchObject({ 'retry-after': '0' });
  });

  it.each([100, 199, 204, 205, 304])('has no body with %i', (status) => {
    expect(answerOf({ status }, usual).body).toBeUndefined();
  });

  it('may be large, or no JSON, with any status', () => {
    expect(read({ bodyBytes: 6_000, status: 500 })).toMatchObject({
      status: 500,
      type: expect.stringMatching(/\/json/),
    });
    expect(read({ bodyBytes: 6_000 }).text).toHaveLength(6_000);
    expect(() => JSON.parse(read({ garbage: true }).text ?? '') as unknown).toThrow(SyntaxError);
  });

  it('takes nothing from the source when another body is told', () => {
    const untouched = () => {
      throw new Error('The source was asked');
    };
    for (const told of [{ status: 500 }, { status: 204 }, { garbage: true }, { bodyBytes: 1 }]) {
      expect(() => answerOf(told, untouched)).not.toThrow();
    }
  });
});

function read(told: Parameters<typeof answerOf>[0]) {
  const { status, headers, body } = answerOf(told, usual);
  return { status, type: headers['content-type'], text: body && [...body].join('') };
}
