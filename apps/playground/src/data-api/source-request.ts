import { InvalidRequest } from '../invalid-request.js';

export type JsonObject = Readonly<Record<string, unknown>>;

/** What a campaign asks a data source, in the shape of Adobe's External API activity (B-30). */
export interface SourceRequest {
  /** `count` and whatever the campaign adds. */
  readonly params: JsonObject;
  /** One object per inbound row. */
  readonly data: readonly JsonObject[];
}

/** Reads `{"params":{…},"data":[{…},…]}`; both may be left out, as may the whole body. Throws `InvalidRequest`. */
export function readSourceRequest(text: string): SourceRequest {
  if (text.trim() === '') return { params: {}, data: [] };
  const body = parse(text);
  if (!isObject(body)) throw new InvalidRequest(['the body must be a JSON object']);

  const { params = {}, data = [] } = body;
  if (!isObject(params)) throw new InvalidRequest(['params must be an object']);
  if (!Array.isArray(data) || !data.every(isObject)) throw new InvalidRequest(['data must be an array of objects']);
  return { params, data };
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidRequest(['the body must be JSON']);
  }
}
