import Handlebars from 'handlebars';
import { parse } from './parse.js';
import { isPath, placeOf, scopeWithin, topScope, type Place, type TemplateScope } from './template-scope.js';

/**
 * What a template does with a value. *text*: puts it out; *raw*: puts it out by `{{{…}}}`; *list*: goes through it; *map*:
 * goes through it and reads `@key`, so that it may be an object, too; *any*: asks whether it is there, or enters it.
 */
export type Use = 'text' | 'raw' | 'list' | 'map' | 'any';

/** Whether a value is there and is none of those that count as nothing. */
export interface Condition {
  path: string[];
  /** JSON values that count as nothing, as a missing one does. */
  blank: readonly unknown[];
  isFilled: boolean;
}

/** One use of a value. */
export interface TemplateRead {
  /** From the template's scope on, such as `['context','order','total']`, with `anyMember` for each member of a list. */
  path: string[];
  use: Use;
  /** Rendering fails where the value is missing and all of `given` hold. */
  isNeeded: boolean;
  /** They are about values around the read: `anyMember` in theirs is the same member as in its path. */
  given: Condition[];
}

type Given = readonly (Omit<Condition, 'path'> & { place: Place })[];

const blankFor = {
  if: [null, false, '', 0, []],
  ifZeroCounts: [null, false, '', []],
  each: [null, false, '', 0, [], {}],
  default: [null, ''],
};

/**
 * What a template reads, in its order. Paths that are relative to what `each` and `with` are about are told from the top on:
 * `name` in `{{#each data.lineup}}` is `data.lineup.[].name`. What is relative to a value that no path leads to is left out;
 * a condition that cannot be told is not among `given`, so a read may be said to be needed more often than it is. Nothing is
 * read where the template does not parse.
 */
export function readsOf(source: string): TemplateRead[] {
  let program: hbs.AST.Program;
  try {
    program = parse(source);
  } catch {
    return [];
  }
  return [...readsIn(program, topScope, [])];
}

function* readsIn(program: hbs.AST.Program, scope: TemplateScope, given: Given): Generator<TemplateRead> {
  for (const statement of program.body) {
    if (statement.type === 'MustacheStatement') yield* ofOutput(statement as hbs.AST.MustacheStatement, scope, given);
    else if (statement.type === 'BlockStatement') yield* ofBlock(statement as hbs.AST.BlockStatement, scope, given);
  }
}

function* ofOutput(output: hbs.AST.MustacheStatement, scope: TemplateScope, given: Given): Generator<TemplateRead> {
  const use = output.escaped ? 'text' : 'raw';
  // With values after it, what stands first is a helper.
  if (output.params.length === 0) yield* demanded(output.path, use, scope, given);
  else yield* ofCall(output, use, scope, given);
}

/** The reads of an expression whose value must be there. */
function* demanded(
  expression: hbs.AST.Expression,
  use: Use,
  scope: TemplateScope,
  given: Given,
): Generator<TemplateRead> {
  if (expression.type === 'SubExpression') yield* ofCall(expression as hbs.AST.SubExpression, use, scope, given);
  else yield* readAt(expression, { use, isNeeded: true }, scope, given);
}

/** `default value otherwise`: the second must be there where the first is missing or blank. */
function* ofCall(
  { params: [value, otherwise] }: hbs.AST.MustacheStatement | hbs.AST.SubExpression,
  use: Use,
  scope: TemplateScope,
  given: Given,
): Generator<TemplateRead> {
  if (value) yield* asked(value, use, scope, given);
  if (!otherwise) return;
  yield* demanded(otherwise, use, scope, [...given, ...conditionOn(value, blankFor.default, false, scope)]);
}

/** The reads of an expression whose value may be missing. */
function* asked(expression: hbs.AST.Expression, use: Use, scope: TemplateScope, given: Given): Generator<TemplateRead> {
  if (expression.type === 'SubExpression') {
    for (const param of (expression as hbs.AST.SubExpression).params) yield* asked(param, use, scope, given);
  } else {
    yield* readAt(expression, { use, isNeeded: false }, scope, given);
  }
}

function* ofBlock(block: hbs.AST.BlockStatement, scope: TemplateScope, given: Given): Generator<TemplateRead> {
  const name = 'original' in block.path ? block.path.original : '';
  const [value] = block.params;
  if (value) yield* asked(value, useIn(block, name), scope, given);
  const blank = blankIn(block, name);
  const isFilled = name !== 'unless';
  const within = [...given, ...conditionOn(value, blank, isFilled, scope)];
  yield* readsIn(block.program, scopeWithin(block, name, scope), within);
  // An absent `else` is undefined, whatever the types say.
  const inverse = block.inverse as hbs.AST.Program | undefined;
  if (inverse) yield* readsIn(inverse, scope, [...given, ...conditionOn(value, blank, !isFilled, scope)]);
}

function useIn(block: hbs.AST.BlockStatement, name: string): Use {
  if (name !== 'each') return 'any';
  const finder = new KeyFinder();
  finder.accept(block.program);
  return finder.isRead ? 'map' : 'list';
}

function blankIn({ hash }: hbs.AST.BlockStatement, name: string): readonly unknown[] {
  if (name === 'each') return blankFor.each;
  const zeroCounts = (hash as hbs.AST.Hash | undefined)?.pairs.some(({ key }) => key === 'includeZero') ?? false;
  return name === 'with' || zeroCounts ? blankFor.ifZeroCounts : blankFor.if;
}

/** Nothing where it cannot be told. */
function conditionOn(
  value: hbs.AST.Expression | undefined,
  blank: readonly unknown[],
  isFilled: boolean,
  scope: TemplateScope,
): Given {
  const place = value && isPath(value) ? placeOf(value, scope) : undefined;
  return place ? [{ place, blank, isFilled }] : [];
}

function* readAt(
  expression: hbs.AST.Expression,
  { use, isNeeded }: Pick<TemplateRead, 'use' | 'isNeeded'>,
  scope: TemplateScope,
  given: Given,
): Generator<TemplateRead> {
  const place = isPath(expression) ? placeOf(expression, scope) : undefined;
  if (!place || place.path.length === 0) return;
  const around = given.filter((condition) => condition.place.loops.every((loop, index) => loop === place.loops[index]));
  yield {
    path: [...place.path],
    use,
    isNeeded,
    given: around.map(({ place: { path }, blank, isFilled }) => ({ path: [...path], blank, isFilled })),
  };
}

class KeyFinder extends Handlebars.Visitor {
  isRead = false;

  override PathExpression({ data, parts }: hbs.AST.PathExpression): void {
    if (data && parts[0] === 'key') this.isRead = true;
  }
}
