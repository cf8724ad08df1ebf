import { Type } from '@sinclair/typebox';
import { neededBy, needsNoKey } from '../needs.js';
import { commonRefusalsOf } from './common-refusals.js';
import type { ComponentSchemas, Schema } from './component-schemas.js';
import { describedBy, headersOf } from './described.js';
import type { RefusalAnswers } from './refusal-answers.js';
import { refusalsOf, together } from './refuses.js';
import { bodyOf, nameOf, operationIdOf, type Route } from './route.js';
import { securityOf } from './security.js';
import type { TakenBody } from './takes.js';
import { toldBy } from './tells.js';

/** What the library has read of a route. */
export interface ScannedOperation {
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: Schema[];
  responses: Record<string, Schema>;
}

/** Where an operation's schemas and refusals are named. */
export interface Components {
  schemas: ComponentSchemas;
  refusals: RefusalAnswers;
}

/**
 * A route as an operation of OpenAPI: what it says of itself, and what all routes of its kind have.
 * @throws where it does not say what it does, takes or answers
 */
export function operationOf(route: Route, scanned: ScannedOperation, { schemas, refusals }: Components): Schema {
  const { summary, tags } = scanned;
  if (summary === undefined || summary === '')
    throw new Error(`${nameOf(route)} does not say what it does: give it @Does`);
  if (tags === undefined) throw new Error(`${route.controller.name} does not say of which area it is: give it @Area`);
  const { handler } = route;
  const { security, parameters } = securityOf(handler);
  const body = bodyOf(route);
  const description = descriptionOf(route, scanned);
  return {
    operationId: operationIdOf(route),
    summary,
    ...(description !== '' && { description }),
    tags,
    security,
    parameters: schemas.lifted([...parameters, ...(scanned.parameters ?? []).filter(isKept).map(named)]),
    ...(body && { requestBody: requestBodyOf(body, schemas) }),
    responses: responsesOf(route, scanned, { schemas, refusals }),
  };
}

function descriptionOf({ handler }: Route, { description }: ScannedOperation): string {
  const scope = neededBy(handler);
  const needs = scope ? `Needs the scope \`${scope}\`.` : needsNoKey(handler) ? 'Needs no key.' : 'Needs any key.';
  return [description, needs].filter((part) => part !== undefined && part !== '').join('\n\n');
}

/** OpenAPI says of these headers that they are described elsewhere. */
const describedElsewhere = new Set(['accept', 'authorization', 'content-type']);

function isKept({ in: place, name }: Schema): boolean {
  return place !== 'header' || !describedElsewhere.has(String(name).toLowerCase());
}

/** A wildcard has a name in the path, and none in the code. */
function named(parameter: Schema): Schema {
  return parameter['name'] === '*' ? { ...parameter, name: 'path' } : parameter;
}

function requestBodyOf({ body, isRequired, types, unknownMembers }: TakenBody, schemas: ComponentSchemas): Schema {
  const schema = typeof body === 'function' ? schemas.ofClass(body, unknownMembers) : schemas.lifted(body);
  return { required: isRequired, content: Object.fromEntries(types.map((type) => [type, { schema }])) };
}

/** A status that a route answers in words of another standard may be a problem all the same. */
function responsesOf(route: Route, scanned: ScannedOperation, { schemas, refusals }: Components): Schema {
  const answers = answersOf(route, scanned, schemas);
  const refused = together(commonRefusalsOf(route.handler), refusalsOf(route.handler));
  for (const [status, codes] of refused) {
    const answer = answers[status];
    if (answer) answer['content'] = { ...(answer['content'] as Schema), ...refusals.contentOf(codes) };
  }
  return { ...refusals.of(refused, mayBeTold(route)), ...answers };
}

function answersOf(route: Route, { responses }: ScannedOperation, schemas: ComponentSchemas): Record<string, Schema> {
  if (Object.values(responses).some(({ description }) => description === '')) {
    throw new Error(`${nameOf(route)} does not say what it answers: give it @Answers`);
  }
  const told = headersOf(toldBy(route.handler));
  return Object.fromEntries(
    Object.entries(responses).map(([status, response]) => {
      const headers = { ...told, ...(response['headers'] as object | undefined) };
      const answer = { ...response, ...(Object.keys(headers).length > 0 && { headers }) };
      return [status, schemas.lifted(answer) as Schema];
    }),
  );
}

/** Who is refused because of failed attempts is not told. */
function mayBeTold({ handler }: Route): Schema {
  const told = Object.entries(toldBy(handler)).map(([name, schema]) => [name, describedBy(Type.Optional(schema))]);
  return Object.fromEntries(told) as Schema;
}
