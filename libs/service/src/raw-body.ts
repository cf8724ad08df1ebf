import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';

/** What a route takes that reads its body itself. */
export interface RawBodyOptions {
  maxBytes: number;
  /** Media types, without parameters. */
  types: readonly string[];
}

/** What of a request says how its body is to be read. */
export interface Announced {
  headers: IncomingHttpHeaders;
  routeOptions: { config: unknown };
}

const raw = 'rawBody';

/** The route gets its body as the bytes that were sent, if they are of one of the types. */
export function RawBody(options: RawBodyOptions): MethodDecorator {
  return RouteConfig({ [raw]: options });
}

/** Lets such routes have larger bodies than others. */
export function widenRawBodies(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    const options = rawBodyOf(route.config);
    if (options) route.bodyLimit = options.maxBytes;
  });
}

/** Whether this request's route takes bodies of the type that it says to have as they are. */
export function isTakenRaw({ routeOptions, headers }: Announced): boolean {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  return rawBodyOf(routeOptions.config)?.types.includes(type) ?? false;
}

function rawBodyOf(config: unknown): RawBodyOptions | undefined {
  return (config as { [raw]?: RawBodyOptions } | undefined)?.[raw];
}
