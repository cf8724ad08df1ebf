import { Type, type Static } from '@sinclair/typebox';
import { count } from './answer-fields.js';

/** How many profiles were kept. */
export const profilesAnswer = Type.Object({ upserted: count }, { $id: 'ProfilesKept' });

export type ProfilesAnswer = Static<typeof profilesAnswer>;
