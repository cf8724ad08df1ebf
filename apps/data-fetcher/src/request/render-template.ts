import {
  compileRequestTemplate,
  TemplateError,
  type RequestScope,
  type RequestTemplate,
} from '@clarion/personalization';
import { RequestFault } from './request-fault.js';

/** A part of a request that is a template. */
export interface TemplatePart {
  /** Begins the sentence that says what is wrong with it. */
  name: string;
  source: string;
  kind: 'url' | 'json' | 'text';
}

/** @throws RequestFault when it is no template, or a value is missing */
export function renderTemplate({ name, source, kind }: TemplatePart, scope: RequestScope): string {
  const template = compiled(name, source, kind);
  try {
    return template(scope);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const { message } = error;
    throw new RequestFault(`${name} cannot be made: ${message.charAt(0).toLowerCase()}${message.slice(1)}`, error);
  }
}

function compiled(name: string, source: string, kind: TemplatePart['kind']): RequestTemplate {
  try {
    return compileRequestTemplate(source, kind);
  } catch (error) {
    // What the parser says shows a piece of the template.
    if (error instanceof TemplateError) throw new RequestFault(`${name} is no template`, error);
    throw error;
  }
}
