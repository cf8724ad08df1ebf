import { describe, expect, it } from '@jest/globals';
import { bulkItems } from './bulk-items.js';

const lines = async (body: string) => (await bulkItems(Buffer.from(body), 'lines')).map(String);
const items = async (body: string) => (await bulkItems(Buffer.from(body), 'array')).map(String);

describe('the executions of a bulk', () => {
  it('are lines, whatever stands in them', async () => {
    expect(await lines('{"a":1}\n \r\n{broken\n{"é":2}')).toEqual(['{"a":1}', '{broken', '{"é":2}']);
    expect(await lines('7\n')).toEqual(['7']);
  });

  it('are the items of an array, whatever stands in them', async () => {
    const values = [{ a: [1, { b: '],"\\' }] }, 'x,[', 7, [], {}];
    expect((await items(` ${JSON.stringify(values)}\n`)).map((item) => JSON.parse(item) as unknown)).toEqual(values);
    expect(await items('[{"a":tru},7]')).toEqual(['{"a":tru}', '7']);
    expect(await items('[1,,2,]')).toEqual(['1', '', '2', '']);
  });

  it.each(['', '{}', 'null', '{"a":[]}', '[1', '["a]', '[1] 2', '[]', '[ ]'])('are not there in %j', async (body) => {
    await expect(items(body)).rejects.toMatchObject({ status: 400 });
  });

  it('are 1 to 1,000', async () => {
    const many = (count: number) => Array.from({ length: count }, () => '{}');
    expect(await lines(many(1_000).join('\n'))).toHaveLength(1_000);
    await expect(lines(many(1_001).join('\n'))).rejects.toMatchObject({ status: 400 });
    await expect(items(`[${many(1_001).join()}]`)).rejects.toMatchObject({ status: 400 });
    await expect(lines(' \n\n')).rejects.toMatchObject({ status: 400 });
  });
});
