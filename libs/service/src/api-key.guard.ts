import type { Scope } from '@clarion/contracts';
import { bearerOf, isSecret } from '@clarion/security';
import { Inject, Injectable, createParamDecorator, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { isExpired, openingHashes, scopesOf, type CurrentKey } from './api-key.js';
import { heldLabelsOf, type HeldLabels } from './labels.js';
import { neededBy } from './needs.js';
import { Problem } from './problem.js';

/** Who calls, once the guard let them in. */
export interface Caller {
  keyId: string;
  sandbox: string;
  /** The access labels of what they may reach. */
  heldLabels: HeldLabels;
}

/** Where a service looks up keys that are live, and notes that they are used. */
export interface ApiKeys {
  find(keyId: string): Promise<CurrentKey | undefined>;
  /** Called for every call with a key's right secret: it must cost next to nothing, and throws nothing. */
  noteUse(keyId: string): void;
}

export const API_KEYS = Symbol('api keys');

interface Admitted extends Caller {
  scopes: readonly Scope[];
}

type AuthenticatedRequest = FastifyRequest & { caller?: Admitted };

/**
 * Lets in who names a key (`x-api-key`), its secret (`Authorization: Bearer`) and its sandbox (`x-sandbox-name`), as
 * Adobe's clients do, where the key has the scope that the route `Needs`. `x-gw-ims-org-id` may have any value.
 */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(@Inject(API_KEYS) private readonly keys: ApiKeys) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const scope = neededBy(context.getHandler());
    if (scope === undefined) throw new Error(`${context.getHandler().name} does not say which scope it needs`);
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const caller = await this.admitted(request.headers);
    if (scope !== null && !caller.scopes.includes(scope)) {
      throw new Problem(403, 'ScopeMissing', `The key lacks the scope ${scope}.`);
    }
    request.caller = caller;
    return true;
  }

  private async admitted(headers: FastifyRequest['headers']): Promise<Admitted> {
    const keyId = headers['x-api-key'];
    const secret = bearerOf(headers.authorization);
    if (typeof keyId !== 'string' || keyId === '' || !secret) {
      throw new Problem(
        401,
        'Unauthorized',
        'Name your key in x-api-key and send its secret as Authorization: Bearer.',
      );
    }
    const key = await this.opened(keyId, secret);
    const sandbox = headers['x-sandbox-name'];
    if (sandbox !== key.sandbox) {
      throw new Problem(403, 'SandboxForbidden', 'x-sandbox-name must name the sandbox of the key.');
    }
    return { keyId, sandbox, heldLabels: heldLabelsOf(key), scopes: scopesOf(key) };
  }

  private async opened(keyId: string, secret: string): Promise<CurrentKey> {
    const key = await this.keys.find(keyId);
    const now = Date.now();
    if (!key || !openingHashes(key, now).some((hash) => isSecret(secret, hash))) {
      throw new Problem(401, 'Unauthorized', 'There is no such key, or its secret is another.');
    }
    if (isExpired(key, now))
      throw new Problem(401, 'ApiKeyExpired', `The key has expired at ${String(key.expiresAt)}.`);
    this.keys.noteUse(keyId);
    return key;
  }
}

/** The caller of a request that `ApiKeyGuard` let in. */
export function callerOf(context: ExecutionContext): Caller {
  const { keyId, sandbox, heldLabels } = admittedTo(context);
  return { keyId, sandbox, heldLabels };
}

/** The caller, for a route behind `ApiKeyGuard`. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => callerOf(context));

/** What the caller's key may do, for a route behind `ApiKeyGuard`. */
export const CurrentScopes = createParamDecorator(
  (_: unknown, context: ExecutionContext): readonly Scope[] => admittedTo(context).scopes,
);

function admittedTo(context: ExecutionContext): Admitted {
  const { caller } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (!caller) throw new Error('This route is not behind ApiKeyGuard');
  return caller;
}
