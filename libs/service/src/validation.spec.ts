import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { ArrayMaxSize, IsString } from 'class-validator';
import { Problem } from './problem.js';
import { Nested } from './nested.js';
import { bodyValidation } from './validation.js';

class Child {
  @IsString() name!: string;
}

class Body {
  @IsString() id!: string;
  @Nested(() => Child, { each: true }) @ArrayMaxSize(2) children!: Child[];
}

const validate = (unknownMembers: 'ignored' | 'refused', body: unknown): Promise<unknown> =>
  bodyValidation(unknownMembers).transform(body, { type: 'body', metatype: Body }) as Promise<unknown>;

const pointersOf = async (promise: Promise<unknown>): Promise<unknown> => {
  const problem: unknown = await promise.catch((error: unknown) => error);
  if (!(problem instanceof Problem)) throw new Error('was accepted');
  return problem.details.errors?.map((error) => error.pointer);
};

describe('the validation of bodies', () => {
  it('names every fault by its JSON pointer', async () => {
    const body = { children: [{ name: 'a' }, { name: 7 }] };
    expect(await pointersOf(validate('ignored', body))).toEqual(['/id', '/children/1/name']);
  });

  it('takes no list for an object of one', async () => {
    expect(await pointersOf(validate('ignored', { id: 'x', children: [[]] }))).toEqual(['/children/0']);
  });

  it('reports an array that is too long at the array', async () => {
    const body = { id: 'x', children: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] };
    expect(await pointersOf(validate('ignored', body))).toEqual(['/children']);
  });

  it('refuses an unknown member only where it is told to', async () => {
    const body = { id: 'x', children: [], typo: 1 };
    expect(await pointersOf(validate('refused', body))).toEqual(['/typo']);
    expect(await validate('ignored', body)).toEqual(body);
  });

  it('walks through what the classes name alone, however wide or deep the rest is', async () => {
    const wide = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`member-${index}`, index]));
    const deep = JSON.parse('{"a":'.repeat(5_000) + '1' + '}'.repeat(5_000)) as unknown;
    const body = { id: 'x', children: [{ name: 'a', wide, deep }], wide, deep };
    expect(await validate('ignored', body)).toBe(body);
  });

  it('is not led to other rules by a member named constructor', async () => {
    const body = JSON.parse('{"id":7,"constructor":{"name":"Object"},"children":[]}') as unknown;
    expect(await pointersOf(validate('ignored', body))).toEqual(['/id']);
  });

  it.each([undefined, null, 'text', 7, []])('refuses %p as a body', async (body) => {
    await expect(validate('ignored', body)).rejects.toBeInstanceOf(Problem);
  });
});
