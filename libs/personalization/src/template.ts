import { compile, compileTracked } from './compile.js';
import type { Encode } from './encoded-output.js';
import type { Tracking } from './tracking.js';

/**
 * What a template may name: `{{context.link}}`, `{{profile.person.name.firstName}}`, `{{data.weather.0.condition}}`,
 * `{{links.unsubscribe}}`.
 */
export interface Scope {
  context: Record<string, unknown>;
  profile: Record<string, unknown>;
  /** The rows of each data source by its alias: `{{#each data.lineup}}{{act}}{{/each}}`; or its one row, or null. */
  data: Record<string, unknown>;
  links: Links;
}

/** Addresses of pages that are made for one delivery. */
export interface Links {
  /** Where its recipient says that they want no more marketing; absent in what is not marketing. */
  unsubscribe?: string;
}

/** A compiled template: a pure function of its scope. */
export type Template = (scope: Scope) => string;

/**
 * Compiles a template of the personalisation language: Handlebars with a closed list of helpers, no partials and no
 * decorators. Values are HTML-escaped in `html` and left as they are in `text`. A value that is put out but
 * missing fails the rendering, so that no message goes out with a blank; `{{default value "…"}}` says what stands in, and
 * is missing itself where that is missing, too.
 * Members are read only where they are an object's own.
 * @param encode how its output is encoded: always the same function for the same encoding.
 * @throws TemplateError when the syntax is wrong.
 */
export function compileTemplate(source: string, kind: 'html' | 'text', encode?: Encode): Template {
  return compile(source, {
    wayOf: () => 'required',
    isHtml: kind === 'html',
    encode,
  });
}

/** A compiled template of tracked messages: a pure function of its scope, and of the message's mark. */
export type TrackedTemplate = (scope: Scope, mark: string) => string;

/**
 * Compiles a template of HTML whose messages are tracked: like any other, but that addresses of links (`href` of `a` and
 * `area`) are replaced, and that a pixel is put in. Links are found in its own words and in values that are put out as they
 * are (`{{{…}}}`). What stays is the same as without, or as its HTML says.
 * @throws TemplateError when the syntax is wrong.
 */
export function compileTrackedTemplate(source: string, encode: Encode, tracking: Tracking): TrackedTemplate {
  return compileTracked(source, { wayOf: () => 'required', encode }, tracking);
}
