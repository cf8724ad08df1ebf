import { syntaxOf } from '@clarion/personalization';

/** A part of a parsed template, as Handlebars describes it. */
interface Node {
  type: string;
  [member: string]: unknown;
}

/** Blocks whose content is about another value, so that paths there begin with that. */
const entering = new Set(['each', 'with']);

/**
 * The paths of a template that begin at its scope (`context`, `profile`, `data`), also from within `each` and `with` by
 * `../` or `@root`. Those that are relative to something are left out: what they reach shows only when it is rendered.
 */
export function pathsFromTop(source: string): string[][] {
  return [...pathsIn(syntaxOf(source).program, 0)];
}

/** @param level how many blocks around this part are about another value. */
function* pathsIn(part: unknown, level: number): Generator<string[]> {
  if (Array.isArray(part)) {
    for (const each of part) yield* pathsIn(each, level);
  } else if (isNode(part)) {
    yield* pathsOf(part, level);
  }
}

function* pathsOf(node: Node, level: number): Generator<string[]> {
  switch (node.type) {
    case 'PathExpression':
      yield* pathFromTop(node, level);
      return;
    case 'MustacheStatement':
      // With values after it, what stands first is a helper.
      if (isEmpty(node['params'])) yield* pathsIn(node['path'], level);
      yield* pathsIn([node['params'], node['hash']], level);
      return;
    case 'SubExpression':
      yield* pathsIn([node['params'], node['hash']], level);
      return;
    case 'BlockStatement':
      yield* pathsIn([node['params'], node['hash']], level);
      yield* pathsIn(node['program'], entering.has(nameOf(node)) ? level + 1 : level);
      yield* pathsIn(node['inverse'], level);
      return;
    default:
      yield* pathsIn([node['body'], node['pairs'], node['value']], level);
  }
}

function* pathFromTop(node: Node, level: number): Generator<string[]> {
  const parts = (node['parts'] as unknown[]).map(String);
  if (node['data'] === true) {
    if (parts[0] === 'root' && parts.length > 1) yield parts.slice(1);
  } else if (node['depth'] === level && parts.length > 0) {
    yield parts;
  }
}

function nameOf(block: Node): string {
  return String((block['path'] as Node)['original']);
}

function isEmpty(list: unknown): boolean {
  return Array.isArray(list) && list.length === 0;
}

function isNode(part: unknown): part is Node {
  return typeof part === 'object' && part !== null && 'type' in part;
}
