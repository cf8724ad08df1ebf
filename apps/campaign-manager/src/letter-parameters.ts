import { letterStates } from '@clarion/dead-letters';
import { Type } from '@sinclair/typebox';
import { oneOf } from './answer-fields.js';
import { consumingServices } from './dead-letter-services.js';

const name = Type.Optional(Type.String({ maxLength: 1_000 }));

/** The parameters of the list of dead letters. */
export const letterParameters = {
  service: Type.Optional(oneOf(consumingServices, { description: 'Absent: all services.' })),
  state: Type.Optional(oneOf(letterStates)),
  group: name,
  topic: name,
  errorClass: name,
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 100 })),
  after: Type.Optional(Type.String({ format: 'uuid', description: 'The `next` of an earlier page.' })),
};
