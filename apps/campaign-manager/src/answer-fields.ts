import { Type, type Static, type TObject, type TProperties, type TSchema } from '@sinclair/typebox';

/** A moment: a Date in here, and as RFC 3339 writes it in what is sent. */
export const moment = Type.Unsafe<Date>({ type: 'string', format: 'date-time' });

/** A moment that another service has written already. */
export const momentText = Type.String({ format: 'date-time' });

/** A whole number from 0 on. */
export const count = Type.Integer({ minimum: 0 });

/** Any JSON object. */
export const jsonObject = Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true });

/** An object of whatever names, with members of one kind. */
export function byName<Schema extends TSchema>(member: Schema, options: { description?: string } = {}) {
  return Type.Unsafe<Record<string, Static<Schema>>>({ type: 'object', additionalProperties: member, ...options });
}

/** One of these texts. */
export function oneOf<const Values extends readonly string[]>(values: Values, options: { description?: string } = {}) {
  return Type.Unsafe<Values[number]>({ type: 'string', enum: [...values], ...options });
}

/** Something, or null where there is none. */
export function nullable<Schema extends TSchema>(schema: Schema) {
  return Type.Union([schema, Type.Null()]);
}

/** When and by which key something was written, first and last; the key is null where that was before this was kept. */
export const written = {
  createdAt: moment,
  createdBy: nullable(Type.String()),
  updatedAt: moment,
  updatedBy: nullable(Type.String()),
};

export type Written = Static<TObject<typeof written>>;

/** Where a list goes on: the `after` of the next page; absent on the last. */
export const next = Type.Optional(Type.String({ description: 'There are more: ask again with `after` = this.' }));

/** A page of a list, under the name of what is listed. */
export function pageOf<Listed extends TProperties>(listed: Listed, $id: string) {
  return Type.Object({ ...listed, next }, { $id });
}
