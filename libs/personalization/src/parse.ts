import Handlebars from 'handlebars';

/** What Handlebars' parser says of a fault. */
interface ParserFault {
  token: string | null;
  /** The last part that it could take: the fault begins where that ends. Absent where there is none. */
  loc?: { last_line: number; last_column: number };
}

interface Parser {
  parseError: (message: string, fault: ParserFault) => never;
}

// Its own sentence shows a piece of the template, and no column.
(Handlebars as unknown as { Parser: Parser }).Parser.parseError = (_, { token, loc }) => {
  const what = token === 'EOF' ? 'The template ends too early' : 'What stands here is not expected';
  throw new Error(`${what} (line and column ${loc?.last_line ?? 1}:${loc?.last_column ?? 0})`);
};

/**
 * Parses a template.
 * @throws Error that says for people what is wrong and at which line (from 1) and column (from 0), and shows nothing of it.
 */
export function parse(source: string): hbs.AST.Program {
  return Handlebars.parse(source);
}
