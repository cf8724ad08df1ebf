import { OptionalKind, type TProperties, type TSchema } from '@sinclair/typebox';

/** A header or parameter as OpenAPI describes it, without its name and place. */
export interface Described {
  description?: string;
  required: boolean;
  schema: TSchema;
}

/** Whether a member may be left out. */
export function describedBy({ description, ...schema }: TSchema): Described {
  return { ...(description !== undefined && { description }), required: !(OptionalKind in schema), schema };
}

/** The headers of an answer. */
export function headersOf(headers: TProperties): Record<string, Described> {
  return Object.fromEntries(Object.entries(headers).map(([name, schema]) => [name, describedBy(schema)]));
}
