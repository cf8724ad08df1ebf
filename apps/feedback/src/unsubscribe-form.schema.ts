import { Type } from '@sinclair/typebox';
import { formValues } from './unsubscribe-form.js';

const wishes = [formValues('unsubscribed'), formValues('resubscribed')];

/** A posted form, in the words of JSON Schema (`unsubscribe-form.ts`). */
export const unsubscribeFormSchema = Type.Object(
  {
    [formValues('unsubscribed').name]: Type.Unsafe<string>({ type: 'string', enum: wishes.map(({ value }) => value) }),
  },
  { $id: 'UnsubscribeForm' },
);
