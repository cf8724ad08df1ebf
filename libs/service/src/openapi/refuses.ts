import { SetMetadata } from '@nestjs/common';

/** Codes of problems by the status of the answer. */
export type Refusals = ReadonlyMap<number, readonly string[]>;

const refusals = Symbol('refusals');

/**
 * The codes of the problems that a route answers with this status, beside those that all routes of its kind have
 * (`common-refusals.ts`). Several of them add up.
 */
export function Refuses(status: number, ...codes: string[]): MethodDecorator {
  return (prototype, name, descriptor) => {
    const handler = descriptor.value as object;
    SetMetadata(refusals, together(refusalsOf(handler), new Map([[status, codes]])))(prototype, name, descriptor);
  };
}

/** What the route of this handler says to refuse. */
export function refusalsOf(handler: object): Refusals {
  return (Reflect.getMetadata(refusals, handler) as Refusals | undefined) ?? new Map();
}

/** Both, in the order of statuses and codes. */
export function together(one: Refusals, other: Refusals): Refusals {
  const statuses = [...new Set([...one.keys(), ...other.keys()])].sort((a, b) => a - b);
  return new Map(
    statuses.map((status) => [status, [...new Set([...(one.get(status) ?? []), ...(other.get(status) ?? [])])].sort()]),
  );
}
