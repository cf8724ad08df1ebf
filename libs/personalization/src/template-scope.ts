/** Stands in a path for any member of what is gone through. */
export const anyMember = '[]';

/** Where in a template's scope a value is. */
export interface Place {
  path: readonly string[];
  /** The loops that say which member each `anyMember` of the path is, from the outermost on. */
  loops: readonly hbs.AST.BlockStatement[];
}

/** What the paths at a part of a template are relative to. */
export interface TemplateScope {
  /** The place of the value itself; `undefined` where no path leads to it. */
  at: Place | undefined;
  /** Block parameters (`as |row|`), with where they lead. */
  names: ReadonlyMap<string, Place | undefined>;
  /** What `../` leads to. */
  outer?: TemplateScope;
}

/** That of a whole template. */
export const topScope: TemplateScope = { at: { path: [], loops: [] }, names: new Map() };

/** Where a path leads; `undefined` where that cannot be told, and for `@index` and the like. */
export function placeOf(path: hbs.AST.PathExpression, scope: TemplateScope): Place | undefined {
  const parts = path.parts.map(String);
  const [first = '', ...rest] = parts;
  if (path.data) return first === 'root' ? { path: rest, loops: [] } : undefined;
  const isRelative = /^\.|^this\b/.test(path.original);
  const naming = isRelative ? undefined : scopeThatNames(first, scope);
  if (naming) return below(naming.names.get(first), rest);
  let from: TemplateScope | undefined = scope;
  for (let depth = path.depth; depth > 0; depth -= 1) from = from?.outer;
  return below(from?.at, parts);
}

/** The scope of what stands in `each` or `with`, which is about another value; every other block leaves it as it is. */
export function scopeWithin(block: hbs.AST.BlockStatement, name: string, outer: TemplateScope): TemplateScope {
  if (name !== 'each' && name !== 'with') return outer;
  const [value] = block.params;
  const about = value && isPath(value) ? placeOf(value, outer) : undefined;
  const at = about && name === 'each' ? memberOf(about, block) : about;
  const { blockParams = [] } = block.program as { blockParams?: string[] };
  // Those after the first are an index or a key.
  return { at, names: new Map(blockParams.map((param, index) => [param, index === 0 ? at : undefined])), outer };
}

/** Whether an expression is a path, not a literal or a call. */
export function isPath(expression: hbs.AST.Expression): expression is hbs.AST.PathExpression {
  return expression.type === 'PathExpression';
}

function memberOf({ path, loops }: Place, loop: hbs.AST.BlockStatement): Place {
  return { path: [...path, anyMember], loops: [...loops, loop] };
}

function below(place: Place | undefined, rest: readonly string[]): Place | undefined {
  return place && { ...place, path: [...place.path, ...rest] };
}

function scopeThatNames(name: string, scope: TemplateScope | undefined): TemplateScope | undefined {
  return !scope || scope.names.has(name) ? scope : scopeThatNames(name, scope.outer);
}
