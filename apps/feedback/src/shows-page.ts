import { Answers } from '@clarion/service/openapi';
import { Type, type TProperties } from '@sinclair/typebox';

const html = Type.String();
const headers = { 'Cache-Control': Type.Literal('no-store') };

/** The answer of a route that shows a page, which nobody keeps. */
export function ShowsPage(status: number, description: string, more: TProperties = {}): MethodDecorator {
  return Answers(status, html, description, { types: ['text/html'], headers: { ...headers, ...more } });
}
