import Handlebars from 'handlebars';
import { helpers } from './helpers.js';
import { putOut, type Way } from './put-out.js';
import { syntaxOf } from './syntax.js';
import { TemplateError } from './template-error.js';

/** What tells one kind of template from another. */
export interface Dialect {
  /** How the value of a place gets out; `undefined`: as its helper gives it. */
  wayOf: (output: hbs.AST.MustacheStatement) => Way | undefined;
  /** Whether what gets out is HTML-escaped at last. */
  isHtml: boolean;
}

/** Stands around a value that is put out; a template cannot name it, for it is no identifier. */
const nameOf = (way: string) => `(${way})`;

const handlebars = Handlebars.create();
for (const name of Object.keys(handlebars.helpers)) handlebars.unregisterHelper(name);
handlebars.registerHelper(helpers);
for (const [way, put] of Object.entries(putOut)) handlebars.registerHelper(nameOf(way), put);
const knownHelpers = Object.fromEntries(Object.keys(handlebars.helpers).map((name) => [name, true]));

/**
 * Compiles a template. Members are read only where they are an object's own.
 * @throws TemplateError when the syntax is wrong.
 */
export function compile(source: string, { wayOf, isHtml }: Dialect): (scope: object) => string {
  const { program, outputs, faults } = syntaxOf(source);
  const [fault] = faults;
  if (fault) throw new TemplateError(fault);
  for (const output of outputs) {
    const way = wayOf(output);
    if (way) surround(output, way);
  }
  const render = handlebars.compile<object>(program, { knownHelpers, knownHelpersOnly: true, noEscape: !isHtml });
  return (scope) => {
    try {
      return render(scope, { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false });
    } catch (error) {
      if (error instanceof TemplateError) throw error;
      throw new TemplateError(error instanceof Error ? error.message : String(error), error);
    }
  };
}

/** Makes `{{path}}` a call of the way's helper, and `{{helper path}}` one around that of its own. */
function surround(output: hbs.AST.MustacheStatement, way: Way): void {
  const path = output.path as hbs.AST.PathExpression;
  const { params, hash, loc } = output;
  const value: hbs.AST.Expression =
    params.length === 0 ? path : ({ type: 'SubExpression', path, params, hash, loc } as hbs.AST.SubExpression);
  const named =
    [...params, path].find((each): each is hbs.AST.PathExpression => each.type === 'PathExpression') ?? path;
  const name: hbs.AST.StringLiteral = {
    type: 'StringLiteral',
    value: named.original,
    original: named.original,
    loc: named.loc,
  };
  output.params = [value, name];
  output.hash = undefined as unknown as hbs.AST.Hash;
  output.path = { ...path, parts: [nameOf(way)], original: nameOf(way), depth: 0, data: false };
}
