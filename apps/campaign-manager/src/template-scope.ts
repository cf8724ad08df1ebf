/** A part of a parsed template, as Handlebars describes it. */
interface Node {
  type: string;
  [member: string]: unknown;
}

type Path = readonly string[];

/** Stands in a path for any member of what is gone through. */
export const anyMember = '[]';

/** What the paths at a place of a template are relative to. */
export interface TemplateScope {
  /** The value's own path; `undefined` where none leads to it. */
  at: Path | undefined;
  /** Block parameters (`as |row|`), with where they lead. */
  names: ReadonlyMap<string, Path | undefined>;
  /** What `../` leads to. */
  outer?: TemplateScope;
}

/** The paths in a part of a template, from the top on. */
export function* pathsIn(part: unknown, scope: TemplateScope): Generator<string[]> {
  if (Array.isArray(part)) {
    for (const each of part) yield* pathsIn(each, scope);
  } else if (isNode(part)) {
    yield* pathsOf(part, scope);
  }
}

function isNode(part: unknown): part is Node {
  return typeof part === 'object' && part !== null && 'type' in part;
}

function* pathsOf(node: Node, scope: TemplateScope): Generator<string[]> {
  switch (node.type) {
    case 'PathExpression': {
      const path = resolved(node, scope);
      if (path && path.length > 0) yield [...path];
      return;
    }
    case 'MustacheStatement':
      // With values after it, what stands first is a helper.
      if (isEmpty(node['params'])) yield* pathsIn(node['path'], scope);
      yield* pathsIn([node['params'], node['hash']], scope);
      return;
    case 'SubExpression':
      yield* pathsIn([node['params'], node['hash']], scope);
      return;
    case 'BlockStatement':
      yield* pathsIn([node['params'], node['hash']], scope);
      yield* pathsIn(node['program'], scopeWithin(node, scope));
      yield* pathsIn(node['inverse'], scope);
      return;
    default:
      yield* pathsIn([node['body'], node['pairs'], node['value']], scope);
  }
}

/** The content of `each` and `with` is about another value. */
function scopeWithin(block: Node, outer: TemplateScope): TemplateScope {
  const name = String((block['path'] as Node)['original']);
  if (name !== 'each' && name !== 'with') return outer;
  const [value] = block['params'] as Node[];
  const about = value?.type === 'PathExpression' ? resolved(value, outer) : undefined;
  const at = about && name === 'each' ? [...about, anyMember] : about;
  const { blockParams = [] } = block['program'] as { blockParams?: string[] };
  // Those after the first are an index or a key.
  return { at, names: new Map(blockParams.map((param, index) => [param, index === 0 ? at : undefined])), outer };
}

function resolved(node: Node, scope: TemplateScope): Path | undefined {
  const parts = (node['parts'] as unknown[]).map(String);
  const [first = '', ...rest] = parts;
  // `@index` and the like are of the loop.
  if (node['data'] === true) return first === 'root' ? rest : undefined;
  const isRelative = /^\.|^this\b/.test(String(node['original']));
  const naming = isRelative ? undefined : scopeThatNames(first, scope);
  if (naming) return joined(naming.names.get(first), rest);
  let from: TemplateScope | undefined = scope;
  for (let depth = node['depth'] as number; depth > 0; depth -= 1) from = from?.outer;
  return joined(from?.at, parts);
}

function joined(at: Path | undefined, rest: Path): Path | undefined {
  return at && [...at, ...rest];
}

function scopeThatNames(name: string, scope: TemplateScope | undefined): TemplateScope | undefined {
  return !scope || scope.names.has(name) ? scope : scopeThatNames(name, scope.outer);
}

function isEmpty(list: unknown): boolean {
  return Array.isArray(list) && list.length === 0;
}
