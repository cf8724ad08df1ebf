import type { Scope } from '@clarion/contracts';
import { Injectable, createParamDecorator, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { scopesOf } from './api-key.js';
import { Authentication } from './authentication.js';
import { heldLabelsOf, type HeldLabels } from './labels.js';
import { neededBy } from './needs.js';
import { presentedKeyOf } from './presented-key.js';
import { Problem } from './problem.js';

/** Who calls, once the guard let them in. */
export interface Caller {
  keyId: string;
  sandbox: string;
  /** The access labels of what they may reach. */
  heldLabels: HeldLabels;
  /** The key's own limit, where it has one. */
  executionsPerSecond?: number;
}

interface Admitted extends Caller {
  scopes: readonly Scope[];
}

type AuthenticatedRequest = FastifyRequest & { caller?: Admitted };

/**
 * Lets in who shows a key as Adobe's clients do (`presentedKeyOf`) and names its sandbox (`x-sandbox-name`, which may be left
 * out where any key is enough), where the key has the scope that the route `Needs`. `x-gw-ims-org-id` may have any value.
 */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(private readonly authentication: Authentication) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const scope = neededBy(context.getHandler());
    if (scope === undefined) throw new Error(`${context.getHandler().name} does not say which scope it needs`);
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const { headers, ip } = request;
    const key = await this.authentication.authenticate(() => presentedKeyOf(headers), ip);
    const named = headers['x-sandbox-name'] ?? (scope === null ? key.sandbox : undefined);
    if (named !== key.sandbox) {
      throw new Problem(403, 'SandboxForbidden', 'x-sandbox-name must name the sandbox of the key.');
    }
    const held = scopesOf(key);
    if (scope !== null && !held.includes(scope)) {
      throw new Problem(403, 'ScopeMissing', `The key lacks the scope ${scope}.`);
    }
    const { keyId, sandbox, executionsPerSecond } = key;
    const heldLabels = heldLabelsOf(key);
    request.caller = { keyId, sandbox, heldLabels, scopes: held, ...(executionsPerSecond && { executionsPerSecond }) };
    return true;
  }
}

/** The caller of a request that `ApiKeyGuard` let in. */
export function callerOf(context: ExecutionContext): Caller {
  const { keyId, sandbox, heldLabels, executionsPerSecond } = admittedTo(context);
  return { keyId, sandbox, heldLabels, ...(executionsPerSecond && { executionsPerSecond }) };
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
