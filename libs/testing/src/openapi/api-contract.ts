import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { closed } from './closed.js';
import { DescribedRoutes, type Described } from './described-routes.js';

/** An answer as somebody got it, and what was asked for. */
export interface HeldAnswer {
  method: string;
  /** With or without its query. */
  path: string;
  status: number;
  headers: Record<string, unknown>;
  /** JSON as it was read, anything else as a text; empty or absent where there is none. */
  body: unknown;
}

/**
 * Holds answers against an OpenAPI 3.1 document. What the document's objects do not name may not be in an answer, though the
 * document leaves them open for clients: so no member is forgotten.
 */
export class ApiContract {
  private readonly routes: DescribedRoutes;
  private readonly components: object;
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true });
  private readonly checks = new Map<string, ValidateFunction>();

  constructor(document: object) {
    formats.default(this.ajv);
    this.routes = new DescribedRoutes(document);
    this.components = closed((document as { components?: object }).components ?? {}) as object;
  }

  /** @throws where the route, the status, a header, the type or the body of an answer is not in the document */
  hold(answer: HeldAnswer): void {
    const { method, path, status } = answer;
    const fault = this.faultOf(answer);
    if (fault === undefined) return;
    const excerpt = JSON.stringify(answer.body ?? null).slice(0, 1_000);
    throw new Error(`${method} ${path} was answered ${status} against the API's description: ${fault}\n${excerpt}`);
  }

  private faultOf(answer: HeldAnswer): string | undefined {
    const route = this.routes.find(answer.method, answer.path);
    if (!route) return isRouteNotFound(answer) ? undefined : 'there is no such route';
    const described = this.routes.answerOf(route, answer.status);
    if (!described) return `there is no such status of ${route.name}`;
    return missingHeader(described, answer) ?? this.bodyFault(`${route.name} ${answer.status}`, described, answer);
  }

  private bodyFault(name: string, { content }: Described, { headers, body }: HeldAnswer): string | undefined {
    const isEmpty = body === undefined || body === null || body === '';
    if (!content) return isEmpty ? undefined : 'it has a body';
    const named = headers['content-type'];
    const type = typeof named === 'string' ? (named.split(';')[0] ?? '') : '';
    const media = content[type];
    if (!media) return `its type is ${type === '' ? 'not named' : type}`;
    if (!/[/+]json$/.test(type)) return undefined;
    const check = this.checkOf(`${name} ${type}`, media.schema);
    if (check(body)) return undefined;
    return (check.errors ?? [])
      .map(({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`)
      .join('; ');
  }

  private checkOf(name: string, schema: object): ValidateFunction {
    const known = this.checks.get(name);
    if (known) return known;
    const check = this.ajv.compile({ ...(closed(schema) as object), components: this.components });
    this.checks.set(name, check);
    return check;
  }
}

function missingHeader(described: Described, { headers }: HeldAnswer): string | undefined {
  const missing = Object.entries(described.headers ?? {}).find(
    ([name, { required }]) => required === true && headers[name.toLowerCase()] === undefined,
  );
  return missing && `it is without the header ${missing[0]}`;
}

/** What is not there is not described, but for what is said of it. */
function isRouteNotFound({ status, body }: HeldAnswer): boolean {
  return status === 404 && (body as { code?: unknown } | undefined)?.code === 'RouteNotFound';
}
