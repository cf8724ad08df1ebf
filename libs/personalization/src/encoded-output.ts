import Handlebars, { type HelperDelegate } from 'handlebars';
import { callTo } from './call-to.js';
import { isMissing } from './helpers.js';
import { isTracked } from './tracked-output.js';

/**
 * Encodes what a template puts out, such as quoted-printable: part by part, so that its own words are encoded once, when
 * it is compiled, and only its values each time. An encoding must be one whose parts may be joined.
 */
export type Encode = (part: string) => string;

/** Helpers that put a value out, encoded: as it is, or escaped for HTML before. No identifier: no template can name them. */
export const putRaw = '(put)';
const putEscaped = '(put escaped)';

/** The helpers that a template with this encoding needs. */
export function encoding(encode: Encode): Record<string, HelperDelegate> {
  return {
    [putEscaped]: (value: unknown) => (isMissing(value) ? '' : encode(Handlebars.escapeExpression(value as string))),
    [putRaw]: (value: unknown) => (isMissing(value) ? '' : encode(String(value))),
  };
}

/** Changes a template's syntax tree so that all it puts out is encoded; what is tracked in it sees to that itself. */
export class EncodedOutput extends Handlebars.Visitor {
  constructor(
    private readonly isHtml: boolean,
    private readonly encode: Encode,
    /** What puts a value out that is not escaped. */
    private readonly putRaw: string,
  ) {
    super();
  }

  override ContentStatement(content: hbs.AST.ContentStatement): void {
    if (content.value !== '') content.value = this.encode(content.value);
  }

  override MustacheStatement(statement: hbs.AST.MustacheStatement): void {
    if (!isTracked(statement)) callTo(this.isHtml && statement.escaped ? putEscaped : this.putRaw, statement);
  }

  override BlockStatement(block: hbs.AST.BlockStatement): void {
    if (!isTracked(block)) super.BlockStatement(block);
  }
}
