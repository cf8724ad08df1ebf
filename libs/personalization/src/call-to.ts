/** Changes `{{call}}` into `{{helper (call)}}`. */
export function callTo(helper: string, statement: hbs.AST.MustacheStatement): void {
  const { path, params, hash, loc } = statement;
  const call = { type: 'SubExpression', path, params, hash, loc } as hbs.AST.SubExpression;
  statement.params = [call];
  statement.path = {
    type: 'PathExpression',
    parts: [helper],
    original: helper,
    depth: 0,
    data: false,
    loc,
  };
  // An absent hash is undefined, whatever the types say.
  statement.hash = undefined as unknown as hbs.AST.Hash;
}
