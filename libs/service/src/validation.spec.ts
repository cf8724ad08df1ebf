import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsString, ValidateNested } from 'class-validator';
import { Problem } from './problem.js';
import { bodyValidation } from './validation.js';

class Child {
  @IsString() name!: string;
}

class Body {
  @IsString() id!: string;
  @Type(() => Child) @ValidateNested({ each: true }) @ArrayMaxSize(2) children!: Child[];
}

const validate = (unknownMembers: 'ignored' | 'refused', body: unknown): Promise<unknown> =>
  bodyValidation(unknownMembers).transform(body, { type: 'body', metatype: Body });

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

  it('reports an array that is too long at the array', async () => {
    const body = { id: 'x', children: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] };
    expect(await pointersOf(validate('ignored', body))).toEqual(['/children']);
  });

  it('refuses an unknown member only where it is told to', async () => {
    const body = { id: 'x', children: [], typo: 1 };
    expect(await pointersOf(validate('refused', body))).toEqual(['/typo']);
    expect(await validate('ignored', body)).toEqual(body);
  });

  it.each([undefined, null, 'text', 7, []])('refuses %p as a body', async (body) => {
    await expect(validate('ignored', body)).rejects.toBeInstanceOf(Problem);
  });
});
