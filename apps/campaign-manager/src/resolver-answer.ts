/** What an answer of the resolver means for whoever sent the profiles. */
export type ResolverAnswer =
  | { outcome: 'upserted'; upserted: number }
  /** The request is at fault: the resolver's own problem, to be passed on. */
  | { outcome: 'refused'; status: number; code: string; detail: string; errors?: { pointer: string; detail: string }[] }
  /** The same request may succeed later. */
  | { outcome: 'unavailable'; status: number }
  /** We are at fault, such as a wrong service token or address. */
  | { outcome: 'unexpected'; status: number };

/** These speak of how services are set up, never of the profiles. */
const ourFaults = new Set([401, 403, 404]);

/** Reads the status and the parsed body of an answer to `POST /internal/profiles`. */
export function readAnswer(status: number, body: unknown): ResolverAnswer {
  if (status >= 500) return { outcome: 'unavailable', status };
  const { upserted, code, detail, errors } = (body ?? {}) as Record<string, unknown>;
  if (status === 200 && typeof upserted === 'number') return { outcome: 'upserted', upserted };
  if (status < 400 || ourFaults.has(status) || typeof code !== 'string') {
    return { outcome: 'unexpected', status };
  }
  return {
    outcome: 'refused',
    status,
    code,
    detail: typeof detail === 'string' ? detail : 'The profiles were refused.',
    ...(Array.isArray(errors) && { errors: errors as { pointer: string; detail: string }[] }),
  };
}
