import { Answers } from '@clarion/service/openapi';
import { Type } from '@sinclair/typebox';

const html = Type.String();
const noStore = Type.Literal('no-store');

/** The answer of a route that shows a page, which nobody keeps. */
export function ShowsPage(status: number, description: string): MethodDecorator {
  return Answers(status, html, description, { types: ['text/html'], headers: { 'Cache-Control': noStore } });
}

/** The answer that asks a person to try again, a page, beside the problem document of whoever refuses before. */
export function AsksToTryAgain(): MethodDecorator {
  return Answers(503, html, 'A page that asks to try again.', {
    types: ['text/html'],
    headers: { 'Cache-Control': Type.Optional(noStore), 'Retry-After': Type.Integer({ minimum: 0 }) },
  });
}
