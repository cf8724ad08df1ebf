import Handlebars, { type HelperDelegate } from 'handlebars';
import { EncodedOutput, encoding, putRaw, type Encode } from './encoded-output.js';
import { helpers } from './helpers.js';
import { putOut, type Way } from './put-out.js';
import { syntaxOf } from './syntax.js';
import { TemplateError } from './template-error.js';
import { markVariables, trackedNames, trackingHelpers, type Tracking } from './tracking.js';
import { trackOutput } from './tracked-output.js';

/** What tells one kind of template from another. */
export interface Dialect {
  /** How the value of a place gets out. */
  wayOf: (output: hbs.AST.MustacheStatement) => Way;
  /** Whether what gets out is HTML-escaped at last. */
  isHtml: boolean;
  /** What is done with all that gets out, at the very last. */
  encode?: Encode | undefined;
}

/** Handlebars with the helpers of the language alone. */
type Language = typeof Handlebars;

/** Stands around a value that is put out; a template cannot name it, for it is no identifier. */
const nameOf = (way: string) => `(${way})`;

const plain = languageWith({});
/** An encoding is a helper, so each has a language of its own. */
const encoded = new Map<Encode, Language>();

/** Only what is an object's own may be read. */
const ownOnly = { whitelist: Object.create(null) as object, defaultValue: false };

/**
 * How Handlebars renders a partial: what it puts together anew for each message (its helpers, each wrapped so that it may look
 * up members, which none of ours does) is given to it. That was a quarter of what a mail left as garbage.
 */
const asPartial = { partial: true, protoAccessControl: { properties: ownOnly, methods: ownOnly }, hooks: {} };

/** Makes a message; `variables` are what it names with an `@`. */
type Render = (scope: object, variables?: Readonly<Record<string, string>>) => string;

/**
 * Compiles a template. Members are read only where they are an object's own.
 * @throws TemplateError when the syntax is wrong.
 */
export function compile(source: string, { wayOf, isHtml, encode }: Dialect): (scope: object) => string {
  const program = programOf(source, wayOf);
  if (encode) new EncodedOutput(isHtml, encode, putRaw).accept(program);
  const render = renderOf(program, languageFor(encode), !isHtml || encode !== undefined);
  return (scope) => render(scope);
}

/**
 * Compiles an HTML template whose messages are tracked, each by its mark.
 * @throws TemplateError when the syntax is wrong.
 */
export function compileTracked(
  source: string,
  { wayOf, encode }: { wayOf: Dialect['wayOf']; encode: Encode },
  tracking: Tracking,
): (scope: object, mark: string) => string {
  const program = programOf(source, wayOf);
  trackOutput(program, tracking);
  new EncodedOutput(true, encode, tracking.linkTo ? trackedNames.putTracked : putRaw).accept(program);
  const language = languageWith({ ...encoding(encode), ...trackingHelpers(tracking, encode) });
  const render = renderOf(program, language, true);
  return (scope, mark) => render(scope, markVariables(mark, encode));
}

function programOf(source: string, wayOf: Dialect['wayOf']): hbs.AST.Program {
  const { program, outputs, faults } = syntaxOf(source);
  const [fault] = faults;
  if (fault) throw new TemplateError(fault);
  for (const output of outputs) surround(output, wayOf(output));
  return program;
}

function renderOf(program: hbs.AST.Program, language: Language, noEscape: boolean): Render {
  const render = language.compile<object>(program, {
    knownHelpers: Object.fromEntries(Object.keys(language.helpers).map((name) => [name, true])),
    knownHelpersOnly: true,
    noEscape,
  });
  const { helpers } = language;
  return (scope, variables) => {
    try {
      return render(scope, { ...asPartial, helpers, data: { root: scope, ...variables } });
    } catch (error) {
      if (error instanceof TemplateError) throw error;
      throw new TemplateError(error instanceof Error ? error.message : String(error), error);
    }
  };
}

function languageFor(encode: Encode | undefined): Language {
  if (!encode) return plain;
  const language = encoded.get(encode) ?? languageWith(encoding(encode));
  encoded.set(encode, language);
  return language;
}

function languageWith(more: Record<string, HelperDelegate>): Language {
  const language = Handlebars.create();
  for (const name of Object.keys(language.helpers)) language.unregisterHelper(name);
  language.registerHelper({ ...helpers, ...more });
  for (const [way, put] of Object.entries(putOut)) language.registerHelper(nameOf(way), put);
  return language;
}

/** Makes `{{path}}` a call of the way's helper, and `{{helper path}}` one around that of its own. */
function surround(output: hbs.AST.MustacheStatement, way: Way): void {
  const path = output.path as hbs.AST.PathExpression;
  const { params, hash, loc } = output;
  const value: hbs.AST.Expression =
    params.length === 0 ? path : ({ type: 'SubExpression', path, params, hash, loc } as hbs.AST.SubExpression);
  const named =
    [...params, path].find((each): each is hbs.AST.PathExpression => each.type === 'PathExpression') ?? path;
  const { start } = named.loc;
  output.params = [value, literal(named.original, loc), literal(`${start.line}:${start.column}`, loc)];
  output.hash = undefined as unknown as hbs.AST.Hash;
  output.path = { ...path, parts: [nameOf(way)], original: nameOf(way), depth: 0, data: false };
}

function literal(value: string, loc: hbs.AST.SourceLocation): hbs.AST.StringLiteral {
  return { type: 'StringLiteral', value, original: value, loc };
}
