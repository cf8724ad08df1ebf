import { ServiceUnavailable } from '@clarion/contracts';
import { Problem, type InternalAnswer, type ProblemError } from '@clarion/service';

/**
 * What another service of ours answered to what a caller of ours sent.
 * @throws Problem its own, when what was sent is at fault; ServiceUnavailable when it answers something else.
 */
export function successOf<Body>(service: string, { status, body }: InternalAnswer<Body>): Body {
  if (status >= 200 && status < 300) return body;
  throw problemIn(status, body) ?? new ServiceUnavailable(service, new Error(`an answer of status ${status}`));
}

/** That there is no such route speaks of how services are set up, never of what was sent. */
function problemIn(status: number, body: unknown): Problem | undefined {
  const { code, detail, errors } = (body ?? {}) as Record<string, unknown>;
  if (status < 400 || typeof code !== 'string' || code === 'RouteNotFound') return undefined;
  const words = typeof detail === 'string' ? detail : 'What was sent was refused.';
  return new Problem(status, code, words, Array.isArray(errors) ? { errors: errors as ProblemError[] } : {});
}
