import Handlebars from 'handlebars';
import { callTo } from './call-to.js';
import { decodedAttribute, hrefsIn, unknownPart } from './hrefs.js';
import { trackedNames, type Marked, type Tracking } from './tracking.js';

type Statement = hbs.AST.Statement;

const noStrip: hbs.AST.StripFlags = { open: false, close: false };

/**
 * Changes a template's syntax tree so that its messages are tracked: an address that is the same in all of them is replaced
 * here, any other becomes a block of its own. A tag of which a block has only a part keeps its address.
 */
export function trackOutput(program: hbs.AST.Program, { linkTo, pixel }: Tracking): void {
  if (linkTo) new TrackedLinks(linkTo).accept(program);
  if (pixel) program.body = withPixel(program, pixel);
}

/** Whether it was made here, and is put out as it is. */
export function isTracked({ path }: hbs.AST.MustacheStatement | hbs.AST.BlockStatement): boolean {
  return 'original' in path && (path.original === trackedNames.link || path.original === trackedNames.encodedMark);
}

class TrackedLinks extends Handlebars.Visitor {
  constructor(private readonly linkTo: NonNullable<Tracking['linkTo']>) {
    super();
  }

  override Program(program: hbs.AST.Program): void {
    const hrefs = hrefsIn(htmlOf(program.body));
    const places = hrefs.flatMap(({ start, end }) => [start, end]);
    // What stands outside of an address, and an address, by turns.
    program.body = portionsOf(program.body, places).flatMap((portion, index) => {
      if (index % 2 === 1) return this.tracked(portion, program.loc);
      for (const statement of portion) this.accept(statement);
      return portion;
    });
  }

  private tracked(address: Statement[], loc: hbs.AST.SourceLocation): Statement[] {
    if (!address.every(isContent)) return hasAttributeEnd(address) ? address : [linkBlock(address, loc)];
    const marked = this.linkTo(decodedAttribute(htmlOf(address)).trim());
    return marked ? nodesOf(marked, loc) : address;
  }
}

/** Looks for what may end an attribute. */
class AttributeEnds extends Handlebars.Visitor {
  areThere = false;

  override ContentStatement({ value }: hbs.AST.ContentStatement): void {
    this.areThere ||= /["'<>]/.test(value);
  }
}

/** Whether a block in it may end the attribute, and so has more than the address. */
function hasAttributeEnd(address: readonly Statement[]): boolean {
  const ends = new AttributeEnds();
  for (const statement of address) if (!isContent(statement)) ends.accept(statement);
  return ends.areThere;
}

/** Changes what an address is made of, so that it is put out as a browser reads it. */
class DecodedOutput extends Handlebars.Visitor {
  override ContentStatement(content: hbs.AST.ContentStatement): void {
    content.value = decodedAttribute(content.value);
  }

  override MustacheStatement(statement: hbs.AST.MustacheStatement): void {
    // A value that would be escaped is no HTML yet.
    if (!statement.escaped) callTo(trackedNames.decode, statement);
  }
}

function withPixel({ body, loc }: hbs.AST.Program, pixel: Marked): Statement[] {
  const html = htmlOf(body);
  const place = [...html.matchAll(/<\/body/gi)].at(-1)?.index ?? html.length;
  const [before = [], after = []] = portionsOf(body, [place]);
  return [...before, ...nodesOf(pixel, loc), ...after];
}

/** What stands in its own words; each value and block is one `unknownPart`. */
function htmlOf(body: readonly Statement[]): string {
  return body.map((statement) => (isContent(statement) ? statement.value : unknownPart)).join('');
}

/** The statements of a body in portions: another one begins at each of these places of its HTML, which rise. */
function portionsOf(body: readonly Statement[], places: readonly number[]): Statement[][] {
  const portions: Statement[][] = [[]];
  let at = 0;
  const nextPlace = () => places[portions.length - 1] ?? Infinity;
  const add = (statement: Statement) => portions.at(-1)?.push(statement);
  for (const statement of body) {
    if (!isContent(statement)) {
      while (nextPlace() <= at) portions.push([]);
      add(statement);
      at += unknownPart.length;
      continue;
    }
    let rest = statement.value;
    while (nextPlace() < at + rest.length) {
      const length = nextPlace() - at;
      add(contentNode(rest.slice(0, length), statement.loc));
      rest = rest.slice(length);
      at += length;
      portions.push([]);
    }
    add(contentNode(rest, statement.loc));
    at += rest.length;
  }
  while (portions.length <= places.length) portions.push([]);
  return portions;
}

function isContent(statement: Statement): statement is hbs.AST.ContentStatement {
  return statement.type === 'ContentStatement';
}

function nodesOf({ before, after }: Marked, loc: hbs.AST.SourceLocation): Statement[] {
  return [contentNode(before, loc), markNode(loc), contentNode(after, loc)];
}

/** Without `original`: Handlebars, which strips white space anew when it compiles, leaves it as it is by now. */
function contentNode(value: string, loc: hbs.AST.SourceLocation): Statement {
  const content: Statement & { value: string } = { type: 'ContentStatement', value, loc };
  return content;
}

/** `{{@mark}}` */
function markNode(loc: hbs.AST.SourceLocation): Statement {
  const path = { ...pathTo(trackedNames.encodedMark, loc), data: true };
  const mustache: Statement & Partial<hbs.AST.MustacheStatement> = {
    type: 'MustacheStatement',
    path,
    params: [],
    escaped: false,
    loc,
  };
  return mustache;
}

/** `{{#link}}…{{/link}}` */
function linkBlock(body: Statement[], loc: hbs.AST.SourceLocation): Statement {
  const program: hbs.AST.Program = { type: 'Program', body, blockParams: [], loc };
  new DecodedOutput().accept(program);
  const block: Statement & Partial<hbs.AST.BlockStatement> = {
    type: 'BlockStatement',
    path: pathTo(trackedNames.link, loc),
    params: [],
    program,
    openStrip: noStrip,
    closeStrip: noStrip,
    loc,
  };
  return block;
}

function pathTo(name: string, loc: hbs.AST.SourceLocation): hbs.AST.PathExpression {
  return { type: 'PathExpression', parts: [name], original: name, depth: 0, data: false, loc };
}
