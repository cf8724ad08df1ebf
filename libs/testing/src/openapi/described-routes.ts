/** An answer as a document describes it. */
export interface Described {
  headers?: Record<string, { required?: boolean }>;
  content?: Record<string, { schema: object }>;
}

/** A route of a document. */
export interface DescribedRoute {
  /** As a document writes it: `GET /v1/things/{id}`. */
  name: string;
  operation: { responses: Record<string, Described | { $ref: string }> };
}

interface Document {
  paths: Record<string, Record<string, DescribedRoute['operation']>>;
}

/** The routes of an OpenAPI document, found as a service finds them: what is literal goes before parameters. */
export class DescribedRoutes {
  private readonly paths: { pattern: RegExp; path: string; operations: Record<string, DescribedRoute['operation']> }[];

  constructor(private readonly document: object) {
    this.paths = Object.entries((document as Document).paths)
      .map(([path, operations]) => ({ pattern: patternOf(path), path, operations }))
      .sort((one, other) => parametersOf(one.path) - parametersOf(other.path));
  }

  /** @param path with or without its query */
  find(method: string, path: string): DescribedRoute | undefined {
    const [asked = ''] = path.split('?');
    const verb = method.toLowerCase();
    const found = this.paths.find(
      ({ path: described, pattern, operations }) =>
        operations[verb] && pattern.test(asked) && (described.includes(wildcard) || hasNames(asked)),
    );
    const operation = found?.operations[verb];
    return found && operation && { name: `${method.toUpperCase()} ${found.path}`, operation };
  }

  /** What a route answers with this status. */
  answerOf({ operation }: DescribedRoute, status: number): Described | undefined {
    const answer = operation.responses[status];
    return answer && '$ref' in answer ? (this.at(answer.$ref) as Described) : answer;
  }

  private at(reference: string): unknown {
    const names = reference.slice('#/'.length).split('/');
    return names.reduce<unknown>((within, name) => (within as Record<string, unknown>)[name], this.document);
  }
}

/** A parameter that takes all that follows, whatever it is. */
const wildcard = '{path}';

/** Whether what stands between slashes can be a name: it can be decoded, and has at most 100 characters. */
function hasNames(path: string): boolean {
  try {
    return path.split('/').every((segment) => decodeURIComponent(segment).length <= 100);
  } catch {
    return false;
  }
}

function patternOf(path: string): RegExp {
  const literal = path.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replaceAll(wildcard, '.*').replace(/\{[^}]+\}/g, '[^/]*')}$`);
}

function parametersOf(path: string): number {
  return path.split('{').length - 1;
}
