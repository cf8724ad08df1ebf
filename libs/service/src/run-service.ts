import { nestLogger, readinessOf, type HealthCheck, type Logger } from '@clarion/observability';
import type { DynamicModule, INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { acceptJson } from './accept-json.js';
import { internalPort } from './internal-port.js';
import { ProblemFilter } from './problem.filter.js';
import type { ServiceSettings } from './service-settings.js';

const gracePeriodMs = 10_000;

export interface Service {
  name: string;
  settings: ServiceSettings;
  logger: Logger;
  module: DynamicModule;
  health: HealthCheck[];
  /** 1 MB unless told. */
  bodyLimitBytes?: number;
  /** Connects the service's event transports, before it listens. */
  connect?: (app: INestApplication) => void;
  /** Ends what the service holds, in this order, once no request and no batch is under way. */
  stop: () => Promise<void>;
}

/**
 * Runs a service: its routes and `/health/live`, `/health/ready` on the public port, `/internal` on the internal one,
 * and its event handlers. Resolves when it listens. SIGTERM or SIGINT ends it gracefully within 10 s.
 */
export async function runService(service: Service): Promise<void> {
  const { name, settings, logger } = service;
  const app = await createApp(service.module, service);
  const fastify = app.getHttpAdapter().getInstance();
  const internal = internalPort(fastify, { port: settings.INTERNAL_PORT, serviceToken: settings.SERVICE_TOKEN });
  addHealth(fastify, service.health);

  service.connect?.(app);
  await app.startAllMicroservices();
  await app.listen(settings.PORT, settings.HOST);
  internal.listen(settings.INTERNAL_PORT, settings.HOST);
  await once(internal, 'listening');
  stopOnSignal(service, app, internal);
  logger.info({ port: settings.PORT, internalPort: settings.INTERNAL_PORT }, `${name} listens`);
}

/** A service's HTTP side, not listening yet: its routes, with every error answered as a problem document. */
export async function createApp(
  module: DynamicModule,
  { logger, bodyLimitBytes = 1024 * 1024 }: Pick<Service, 'logger' | 'bodyLimitBytes'>,
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({ bodyLimit: bodyLimitBytes });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: nestLogger(logger),
    abortOnError: false,
  });
  acceptJson(app, bodyLimitBytes);
  app.useGlobalFilters(new ProblemFilter(logger));
  return app;
}

function addHealth(fastify: FastifyInstance, checks: HealthCheck[]): void {
  fastify.get('/health/live', () => ({ status: 'up' }));
  fastify.get('/health/ready', async (_, reply) => {
    const readiness = await readinessOf(checks);
    return reply.status(readiness.status === 'down' ? 503 : 200).send(readiness);
  });
}

function stopOnSignal({ logger, stop }: Service, app: INestApplication, internal: Server): void {
  const onSignal = (signal: NodeJS.Signals) => {
    logger.info({ signal }, 'stopping');
    setTimeout(() => {
      logger.error('could not stop in time');
      process.exit(1);
    }, gracePeriodMs).unref();
    internal.close();
    app
      .close()
      .then(stop)
      .then(
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
