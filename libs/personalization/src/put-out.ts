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
  url: (value: unknown, path: string, place: string): string => component(textOf(value, path, place), path, place),
  json: (value: unknown, path: string, place: string): string =>
    JSON.stringify(textOf(value, path, place)).slice(1, -1),
  whole: (value: unknown, path: string, place: string): string =>
    JSON.stringify(value === null ? null : demanded(value, path, place)),
};

export type Way = keyof typeof putOut;

function demanded(value: unknown, path: string, place: string): unknown {
  if (isMissing(value)) throw new TemplateError(`There is no value for ${path}`, undefined, place);
  return value;
}

function textOf(value: unknown, path: string, place: string): string {
  const there = demanded(value, path, place);
  if (typeof there === 'string' || typeof there === 'number' || typeof there === 'boolean') return String(there);
  const fault = `The value for ${path} is an object or an array, where a text is needed`;
  throw new TemplateError(fault, undefined, place);
}

function component(text: string, path: string, place: string): string {
  try {
    return encodeURIComponent(text);
  } catch (error) {
    throw new TemplateError(`The value for ${path} is no Unicode text`, error, place);
  }
}
