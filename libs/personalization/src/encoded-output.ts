import Handlebars, { type HelperDelegate } from 'handlebars';
import { isMissing } from './helpers.js';

/**
 * Encodes what a template puts out, such as quoted-printable: part by part, so that its own words are encoded once, when
 * it is compiled, and only its values each time. An encoding must be one whose parts may be joined.
 */
export type Encode = (part: string) => string;

/** Helpers that put a value out, encoded: as it is, or escaped for HTML before. No identifier: no template can name them. */
const putRaw = '(put)';
const putEscaped = '(put escaped)';

/** The helpers that a template with this encoding needs. */
export function encoding(encode: Encode): Record<string, HelperDelegate> {
  return {
    [putEscaped]: (value: unknown) => (isMissing(value) ? '' : encode(Handlebars.escapeExpression(value as string))),
    [putRaw]: (value: unknown) => (isMissing(value) ? '' : encode(String(value))),
  };
}

/** Changes a template's syntax tree so that all it puts out is encoded. */
export class EncodedOutput extends Handlebars.Visitor {
  constructor(
    private readonly isHtml: boolean,
    private readonly encode: Encode,
  ) {
    super();
  }

  override ContentStatement(content: hbs.AST.ContentStatement): void {
    if (content.value !== '') content.value = this.encode(content.value);
  }

  /** `{{call}}` becomes `{{put (call)}}`. */
  override MustacheStatement(statement: hbs.AST.MustacheStatement): void {
    const { path, params, hash, loc } = statement;
    const name = this.isHtml && statement.escaped ? putEscaped : putRaw;
    const call = { type: 'SubExpression', path, params, hash, loc } as hbs.AST.SubExpression;
    statement.params = [call];
    statement.path = {
      type: 'PathExpression',
      parts: [name],
      original: name,
      depth: 0,
      data: false,
      loc,
    };
    // An absent hash is undefined, whatever the types say.
    statement.hash = undefined as unknown as hbs.AST.Hash;
  }
}
