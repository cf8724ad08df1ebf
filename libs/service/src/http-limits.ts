import type { FastifyHttpOptions } from 'fastify';
import { answerClientError } from './answer-client-error.js';
import type { Server } from 'node:http';
import { answerNowhere } from './refuse-nowhere.js';
import type { ServiceSettings } from './service-settings.js';

/** What clients may take of a public port; as much as Node lets them where nothing is said. */
export interface HttpLimits {
  /** In which a request's headers are here; 10 s unless told, and no longer than the request. */
  headersTimeoutMs?: number;
  /** In which a request is here whole; 30 s unless told. */
  requestTimeoutMs?: number;
  maxConnections?: number;
  /** How late the process may be before it refuses calls. */
  lagLimitMs?: number;
  /** Whose `X-Forwarded-For` says where a call comes from: addresses or networks (CIDR). */
  trustedProxies?: string[];
}

/** Longer than load balancers keep a connection that nobody uses (60 s is usual), so that they close it first. */
const keepAliveMs = 75_000;
/** For a client that does not read its answer. */
const silentMs = 120_000;

/** As the settings have them. */
export function httpLimitsOf(settings: ServiceSettings): HttpLimits {
  const proxies = settings.TRUSTED_PROXIES.split(',').map((proxy) => proxy.trim());
  return {
    requestTimeoutMs: settings.REQUEST_TIMEOUT_SECONDS * 1_000,
    maxConnections: settings.MAX_CONNECTIONS,
    lagLimitMs: settings.LAG_LIMIT_MS,
    trustedProxies: proxies.filter((proxy) => proxy !== ''),
  };
}

/** What Fastify and Node are told of them. */
export function serverOptionsOf(limits: HttpLimits): FastifyHttpOptions<Server> {
  const { requestTimeoutMs = 30_000, headersTimeoutMs = 10_000, trustedProxies = [] } = limits;
  return {
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: keepAliveMs,
    connectionTimeout: silentMs,
    http: {
      headersTimeout: Math.min(headersTimeoutMs, requestTimeoutMs),
      connectionsCheckingInterval: Math.min(1_000, requestTimeoutMs / 4),
    },
    ...(trustedProxies.length > 0 && { trustProxy: trustedProxies }),
    clientErrorHandler: answerClientError,
    frameworkErrors: (_, request, reply) => {
      answerNowhere(request, reply);
    },
  };
}
