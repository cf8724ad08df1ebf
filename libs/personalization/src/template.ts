import Handlebars, { type HelperDelegate } from 'handlebars';
import { EncodedOutput, putEscaped, putRaw, type Encode } from './encoded-output.js';
import { helpers, isMissing } from './helpers.js';
import { syntaxOf } from './syntax.js';

/** What a template may name: `{{context.link}}`, `{{profile.person.name.firstName}}`, `{{data.weather.0.condition}}`. */
export interface Scope {
  context: Record<string, unknown>;
  profile: Record<string, unknown>;
  /** The rows of each data source by its alias: `{{#each data.lineup}}{{act}}{{/each}}`; or its one row, or null. */
  data: Record<string, unknown>;
}

/** A compiled template: a pure function of its scope. */
export type Template = (scope: Scope) => string;

/** A template that cannot be compiled, or not rendered with the values given. The message is for people. */
export class TemplateError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'TemplateError';
  }
}

/** Stands around every value that is put out; a template cannot name it, for it is no identifier. */
const requireValue = '(required)';

const plain = languageWith({});
const encoded = new Map<Encode, Language>();

/** Handlebars with the helpers of the language alone. */
type Language = typeof Handlebars;

function languageWith(more: Record<string, HelperDelegate>): Language {
  const language = Handlebars.create();
  for (const name of Object.keys(language.helpers)) language.unregisterHelper(name);
  language.registerHelper({ ...helpers, ...more });
  language.registerHelper(requireValue, (value: unknown, path: string) => {
    if (isMissing(value)) throw new TemplateError(`There is no value for ${path}`);
    return value;
  });
  return language;
}

function languageFor(encode: Encode | undefined): Language {
  if (!encode) return plain;
  const language =
    encoded.get(encode) ??
    languageWith({
      [putEscaped]: (value: unknown) => (isMissing(value) ? '' : encode(Handlebars.escapeExpression(value as string))),
      [putRaw]: (value: unknown) => (isMissing(value) ? '' : encode(String(value))),
    });
  encoded.set(encode, language);
  return language;
}

/**
 * Compiles a template of the personalisation language: Handlebars with a closed list of helpers, no partials and no
 * decorators. Values are HTML-escaped in `html` and left as they are in `text`. A value that is put out but
 * missing fails the rendering, so that no message goes out with a blank; `{{default value "…"}}` says what stands in.
 * Members are read only where they are an object's own.
 * @param encode how its output is encoded; always the same function for the same encoding, each has a language of its own.
 * @throws TemplateError when the syntax is wrong.
 */
export function compileTemplate(source: string, kind: 'html' | 'text', encode?: Encode): Template {
  const { program, outputs, faults } = syntaxOf(source);
  const [fault] = faults;
  if (fault) throw new TemplateError(fault);
  for (const output of outputs) demandValue(output);
  if (encode) new EncodedOutput(kind, encode).accept(program);
  const language = languageFor(encode);
  const render = language.compile<Scope>(program, {
    knownHelpers: Object.fromEntries(Object.keys(language.helpers).map((name) => [name, true])),
    knownHelpersOnly: true,
    noEscape: kind === 'text' || encode !== undefined,
  });
  return (scope) => {
    try {
      return render(scope, { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false });
    } catch (error) {
      if (error instanceof TemplateError) throw error;
      throw new TemplateError(error instanceof Error ? error.message : String(error), error);
    }
  };
}

/** Makes `{{path}}` a call of the helper that refuses a missing value. */
function demandValue(output: hbs.AST.MustacheStatement): void {
  const path = output.path as hbs.AST.PathExpression;
  const name: hbs.AST.StringLiteral = {
    type: 'StringLiteral',
    value: path.original,
    original: path.original,
    loc: path.loc,
  };
  output.params = [path, name];
  output.path = { ...path, parts: [requireValue], original: requireValue, depth: 0, data: false };
}
