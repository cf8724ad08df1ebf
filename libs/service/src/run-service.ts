import { connectEvents, type EventTransport } from '@clarion/messaging';
import { nestLogger, readinessOf, type HealthCheck, type Logger, type Metrics } from '@clarion/observability';
import { databaseHealth } from '@clarion/persistence';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { once } from 'node:events';
import { acceptJson } from './accept-json.js';
import { httpLimitsOf, serverOptionsOf, type HttpLimits } from './http-limits.js';
import { internalPort } from './internal-port.js';
import type { OpenService } from './open-service.js';
import { serveOpenApi } from './openapi/serve-openapi.js';
import { ProblemFilter } from './problem.filter.js';
import { refuseNowhere } from './refuse-nowhere.js';
import { refuseWhenLate } from './refuse-when-late.js';

const gracePeriodMs = 10_000;

/** Something of a service that runs beside its routes and handlers. */
export interface Part {
  start?: () => void;
  stop: () => Promise<void> | void;
}

/** What a service does with what it has open. */
export interface ServiceParts {
  module: DynamicModule;
  /** 1 MB unless told. */
  bodyLimitBytes?: number;
  /** Describes its public port (`@clarion/service/openapi`): `/openapi.json` and `/docs` are served where it is given. Made before the service listens: it takes half a second of the process. */
  openApi?: () => Promise<object>;
  /** What brings its events, and the name under which its readiness shows it. */
  transports?: readonly { name: string; isRequired: boolean; transport: EventTransport }[];
  /** Started in this order before it listens; stopped in the other once no request and no batch is under way. */
  parts: readonly Part[];
}

/**
 * Runs a service: its routes and `/health/live`, `/health/ready` on the public port, `/internal` and `/metrics` on the
 * internal one, and its event handlers. Resolves when it listens. SIGTERM or SIGINT ends it gracefully within 10 s.
 */
export async function runService<Tables>(service: OpenService<Tables>, running: ServiceParts): Promise<void> {
  const { name, settings, logger } = service;
  const { module, bodyLimitBytes, openApi, transports = [], parts } = running;
  const app = await createApp(module, {
    logger,
    http: httpLimitsOf(settings),
    ...(bodyLimitBytes && { bodyLimitBytes }),
  });
  const fastify = app.getHttpAdapter().getInstance();
  const internal = internalPort(fastify, { port: settings.INTERNAL_PORT, serviceToken: settings.SERVICE_TOKEN });
  const events = transports.map(({ transport, ...check }) => ({ ...check, check: transport.checkHealth }));
  addHealth(fastify, [databaseHealth(service.database), ...events]);
  addMetrics(fastify, service.metrics);
  if (openApi) serveOpenApi(fastify, await openApi());

  for (const part of parts) part.start?.();
  for (const { transport } of transports) connectEvents(app, transport);
  await app.startAllMicroservices();
  await app.listen(settings.PORT, settings.HOST);
  internal.listen(settings.INTERNAL_PORT, settings.HOST);
  await once(internal, 'listening');
  endOnSignal(logger, async () => {
    internal.close();
    await app.close();
    for (const part of [...parts].reverse()) await part.stop();
    await service.publisher.disconnect();
    await service.database.destroy();
  });
  logger.info({ port: settings.PORT, internalPort: settings.INTERNAL_PORT }, `${name} listens`);
}

/** A service's HTTP side, not listening yet: its routes, with every error answered as a problem document. */
export async function createApp(
  module: DynamicModule,
  { logger, bodyLimitBytes = 1024 * 1024, http = {} }: { logger: Logger; bodyLimitBytes?: number; http?: HttpLimits },
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({ ...serverOptionsOf(http), bodyLimit: bodyLimitBytes });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: nestLogger(logger),
    abortOnError: false,
  });
  const fastify = app.getHttpAdapter().getInstance();
  if (http.maxConnections !== undefined) fastify.server.maxConnections = http.maxConnections;
  if (http.lagLimitMs !== undefined) refuseWhenLate(fastify, http.lagLimitMs);
  refuseNowhere(fastify);
  acceptJson(app, bodyLimitBytes);
  app.useGlobalFilters(new ProblemFilter(logger));
  return app;
}

/** Gives Prometheus what it asks for; `internalPort` keeps the route away from the public port. */
export function addMetrics(fastify: FastifyInstance, metrics: Metrics): void {
  fastify.get('/metrics', async (_, reply) => {
    const { text, contentType } = await metrics.scrape();
    return reply.type(contentType).send(text);
  });
}

function addHealth(fastify: FastifyInstance, checks: HealthCheck[]): void {
  fastify.get('/health/live', () => ({ status: 'up' }));
  fastify.get('/health/ready', async (_, reply) => {
    const readiness = await readinessOf(checks);
    return reply.status(readiness.status === 'down' ? 503 : 200).send(readiness);
  });
}

function endOnSignal(logger: Logger, stop: () => Promise<void>): void {
  const onSignal = (signal: NodeJS.Signals) => {
    logger.info({ signal }, 'stopping');
    setTimeout(() => {
      logger.error('could not stop in time');
      process.exit(1);
    }, gracePeriodMs).unref();
    stop().then(
      () => {
        logger.info('stopped');
        process.exit(0);
      },
      (error: unknown) => {
        logger.error({ err: error }, 'could not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', onSignal);
  process.once('SIGINT', onSignal);
}
