import { isMissing } from './helpers.js';
import { TemplateError } from './template-error.js';

/**
 * How a value gets from its place into what is rendered; each fails rather than leave a blank.
 *
 * *required*: as it is. *text*, *url*, *json*: as a text, which only a text, a number or a boolean is; percent-encoded as
 * a component in *url*, escaped as what stands between the quotes of a JSON string in *json*. *whole*: as JSON, whatever
 * it is, also null.
 */
export const putOut = {
  required: demanded,
  text: textOf,
  url: (value: unknown, path: string): string => component(textOf(value, path), path),
  json: (value: unknown, path: string): string => JSON.stringify(textOf(value, path)).slice(1, -1),
  whole: (value: unknown, path: string): string => JSON.stringify(value === null ? null : demanded(value, path)),
};

export type Way = keyof typeof putOut;

function demanded(value: unknown, path: string): unknown {
  if (isMissing(value)) throw new TemplateError(`There is no value for ${path}`);
  return value;
}

function textOf(value: unknown, path: string): string {
  const there = demanded(value, path);
  if (typeof there === 'string' || typeof there === 'number' || typeof there === 'boolean') return String(there);
  throw new TemplateError(`The value for ${path} is an object or an array, where a text is needed`);
}

function component(text: string, path: string): string {
  try {
    return encodeURIComponent(text);
  } catch (error) {
    throw new TemplateError(`The value for ${path} is no Unicode text`, error);
  }
}
