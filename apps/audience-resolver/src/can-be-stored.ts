import { ValidateBy } from 'class-validator';

/** Whether Postgres' `jsonb` keeps this JSON: it takes no NUL and no half of a surrogate pair, in names or texts. */
export function canBeStored(value: unknown): boolean {
  if (typeof value === 'string') return !/[\0\p{Cs}]/u.test(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, member]) => canBeStored(name) && canBeStored(member));
}

/** The property is JSON that can be stored. */
export function CanBeStored(): PropertyDecorator {
  return ValidateBy({
    name: 'canBeStored',
    validator: {
      validate: canBeStored,
      defaultMessage: () => '$property must be without NUL characters and halves of surrogate pairs',
    },
  });
}
