import Handlebars from 'handlebars';
import { helpers, valuesOf } from './helpers.js';
import { parse } from './parse.js';

/** What a template says, before it is compiled. */
export interface Syntax {
  program: hbs.AST.Program;
  /** What may not be compiled, one sentence each. */
  faults: string[];
  /**
   * The paths that are read, each once, such as `['profile','person','name']`. Inside `each` and `with` a path is
   * told as it is written, and the value that is gone through is a path of its own.
   */
  paths: string[][];
  /** The places where a value is put out: `{{path}}`, and `{{helper path}}`. */
  outputs: hbs.AST.MustacheStatement[];
}

/** Reads a template; one that does not parse has the parser's message as its only fault. */
export function syntaxOf(source: string): Syntax {
  try {
    const program = parse(source);
    const reader = new SyntaxReader();
    reader.accept(program);
    return { program, faults: reader.faults, paths: [...reader.paths.values()], outputs: reader.outputs };
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error);
    return { program: parse(''), faults: [fault], paths: [], outputs: [] };
  }
}

type Call = hbs.AST.MustacheStatement | hbs.AST.BlockStatement | hbs.AST.SubExpression;

class SyntaxReader extends Handlebars.Visitor {
  readonly faults: string[] = [];
  readonly paths = new Map<string, string[]>();
  readonly outputs: hbs.AST.MustacheStatement[] = [];

  override PathExpression(path: hbs.AST.PathExpression): void {
    const parts = path.parts.map(String);
    if (!path.data && parts.length > 0) this.paths.set(parts.join('.'), parts);
  }

  override MustacheStatement(statement: hbs.AST.MustacheStatement): void {
    this.outputs.push(statement);
    if (statement.params.length > 0 || nameOf(statement) in helpers) this.readCall(statement, false);
    else this.accept(statement.path);
  }

  override SubExpression(expression: hbs.AST.SubExpression): void {
    this.readCall(expression, false);
  }

  override BlockStatement(block: hbs.AST.BlockStatement): void {
    this.readCall(block, true);
    this.accept(block.program);
    // An absent `else` is undefined, whatever the types say.
    if (block.inverse as hbs.AST.Program | undefined) this.accept(block.inverse);
  }

  override PartialStatement(partial: hbs.AST.PartialStatement): void {
    this.refuse('Partials are not part of the language', partial);
  }

  override PartialBlockStatement(partial: hbs.AST.PartialBlockStatement): void {
    this.refuse('Partials are not part of the language', partial);
  }

  override Decorator(decorator: hbs.AST.Decorator): void {
    this.refuse('Decorators are not part of the language', decorator);
  }

  override DecoratorBlock(decorator: hbs.AST.DecoratorBlock): void {
    this.refuse('Decorators are not part of the language', decorator);
  }

  private readCall(call: Call, isBlock: boolean): void {
    const fault = callFault(call, isBlock);
    if (fault !== undefined) this.refuse(fault, call);
    for (const param of call.params) this.accept(param);
    for (const { value } of (call.hash as hbs.AST.Hash | undefined)?.pairs ?? []) this.accept(value);
  }

  private refuse(fault: string, { loc }: hbs.AST.Node): void {
    this.faults.push(`${fault} (line and column ${loc.start.line}:${loc.start.column})`);
  }
}

function callFault(call: Call, isBlock: boolean): string | undefined {
  const name = nameOf(call);
  if (!Object.hasOwn(helpers, name)) return `There is no helper "${name}"`;
  const needed = valuesOf(name);
  if (call.params.length !== needed) {
    return `The helper "${name}" needs ${needed === 1 ? 'a value' : `${needed} values`}`;
  }
  if (name === 'default') return isBlock ? `The helper "${name}" has no block` : undefined;
  return isBlock ? undefined : `The helper "${name}" needs a block, as in {{#${name} …}}`;
}

function nameOf({ path }: Call): string {
  return 'original' in path ? path.original : '';
}
