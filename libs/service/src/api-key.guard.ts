import { bearerOf, isSecret } from '@clarion/security';
import { Inject, Injectable, createParamDecorator, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from './problem.js';

/** Who calls, once the guard let them in. */
export interface Caller {
  keyId: string;
  sandbox: string;
}

/** Where a service looks up keys that may be used now. */
export interface ApiKeys {
  find(keyId: string): Promise<{ sandbox: string; secretHash: string } | undefined>;
}

export const API_KEYS = Symbol('api keys');

type AuthenticatedRequest = FastifyRequest & { caller?: Caller };

/**
 * Lets in who names a key (`x-api-key`), its secret (`Authorization: Bearer`) and its sandbox (`x-sandbox-name`), as
 * Adobe's clients do. `x-gw-ims-org-id` may have any value.
 */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(@Inject(API_KEYS) private readonly keys: ApiKeys) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    request.caller = await this.callerOf(request.headers);
    return true;
  }

  private async callerOf(headers: FastifyRequest['headers']): Promise<Caller> {
    const keyId = headers['x-api-key'];
    const secret = bearerOf(headers.authorization);
    if (typeof keyId !== 'string' || keyId === '' || !secret) {
      throw new Problem(
        401,
        'Unauthorized',
        'Name your key in x-api-key and send its secret as Authorization: Bearer.',
      );
    }
    const key = await this.keys.find(keyId);
    if (!key || !isSecret(secret, key.secretHash)) {
      throw new Problem(401, 'Unauthorized', 'There is no such key, or its secret is another.');
    }
    const sandbox = headers['x-sandbox-name'];
    if (sandbox !== key.sandbox) {
      throw new Problem(403, 'SandboxForbidden', 'x-sandbox-name must name the sandbox of the key.');
    }
    return { keyId, sandbox };
  }
}

/** The caller of a request that `ApiKeyGuard` let in. */
export function callerOf(context: ExecutionContext): Caller {
  const { caller } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (!caller) throw new Error('This route is not behind ApiKeyGuard');
  return caller;
}

/** The caller, for a route behind `ApiKeyGuard`. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => callerOf(context));
