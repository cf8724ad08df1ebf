import { letterStates } from '@clarion/dead-letters';
import { Type, type Static } from '@sinclair/typebox';
import { byName, count, momentText, next, nullable, oneOf } from './answer-fields.js';
import { consumingServices } from './dead-letter-services.js';

const service = oneOf(consumingServices);

const letter = {
  service,
  id: Type.String({ format: 'uuid' }),
  group: Type.String(),
  topic: Type.String(),
  partition: Type.Integer(),
  offset: Type.String(),
  key: Type.String(),
  eventId: Type.String(),
  eventType: Type.String(),
  sandbox: Type.Optional(Type.String({ description: 'Absent where it cannot be told from the data.' })),
  attempts: Type.Integer(),
  errorClass: Type.String(),
  reason: Type.String(),
  failedAt: momentText,
  state: oneOf(letterStates),
  changedAt: Type.Optional(Type.String({ format: 'date-time', description: 'When it was replayed or discarded.' })),
};

/** A page of letters; the services that did not answer are `unavailable`, and their letters are missing. */
export const deadLettersAnswer = Type.Object(
  { deadLetters: Type.Array(Type.Object(letter)), open: count, unavailable: Type.Array(service), next },
  { $id: 'DeadLetters' },
);

export type DeadLettersAnswer = Static<typeof deadLettersAnswer>;

/** A letter with all that it says: its value as text, or in Base64 where it is not UTF-8. */
export const deadLetterAnswer = Type.Object(
  {
    ...letter,
    headers: byName(Type.String()),
    value: Type.Optional(nullable(Type.String())),
    valueBase64: Type.Optional(Type.String()),
  },
  { $id: 'DeadLetter' },
);

export type DeadLetterAnswer = Static<typeof deadLetterAnswer>;

/** How many letters were changed; what matches in the services that are `unavailable` may not be. */
export const changedLettersAnswer = Type.Object({ count, unavailable: Type.Array(service) }, { $id: 'ChangedLetters' });

export type ChangedLettersAnswer = Static<typeof changedLettersAnswer>;
