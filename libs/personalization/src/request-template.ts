import { compile } from './compile.js';
import { syntaxOf } from './syntax.js';
import { TemplateError } from './template-error.js';

/** What the templates of a data source's request may name: `{{params.units}}`, `{{campaign.id}}`, `{{context.city}}`. */
export interface RequestScope {
  /** The custom parameters, and `count` where it was asked for. */
  params: Record<string, unknown>;
  campaign: { id: string; version: number; name: string };
  execution: { id: string; acceptedAt: string };
  /** Of the call. */
  context: Record<string, unknown>;
}

/** A compiled template of a request: a pure function of its scope. */
export type RequestTemplate = (scope: RequestScope) => string;

/**
 * Compiles a template of a data source's request, in the language of `compileTemplate`. A value must be a text, a number
 * or a boolean. It is percent-encoded as a component in `url`, left as it is in `text` (headers, query values), and in
 * `json` escaped as what stands between quotes: `{"city":"{{context.city}}"}`. There, and only there, `{{{context.list}}}`
 * puts any value out as JSON, with its own quotes: `[{{{context.list}}}]`. A brace that follows a place needs a blank before
 * it. What is missing fails the rendering.
 * @throws TemplateError when the syntax is wrong.
 */
export function compileRequestTemplate(source: string, kind: 'url' | 'json' | 'text'): RequestTemplate {
  return compile(source, {
    isHtml: false,
    wayOf: (output) => {
      if (output.escaped) return kind;
      if (kind === 'json') return 'whole';
      throw new TemplateError('{{{…}}} is for bodies only');
    },
  });
}

/** What a template begins with whatever its values are: all of it where it has no place for one. */
export function literalPrefix(source: string): string {
  const [first] = syntaxOf(source).program.body;
  return first?.type === 'ContentStatement' ? (first as hbs.AST.ContentStatement).value : '';
}
