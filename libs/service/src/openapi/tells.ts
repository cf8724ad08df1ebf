import { SetMetadata } from '@nestjs/common';
import type { TProperties } from '@sinclair/typebox';

const told = Symbol('told headers');

/** Headers by which a route tells of its limits: its answers have them where it took the call, and where there were too many (429). */
export function Tells(headers: TProperties): MethodDecorator {
  return SetMetadata(told, headers);
}

/** Those that the route of this handler says to tell. */
export function toldBy(handler: object): TProperties {
  return (Reflect.getMetadata(told, handler) as TProperties | undefined) ?? {};
}
