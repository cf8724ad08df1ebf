import { canBeStored } from '@clarion/service';
import { ValidateBy } from 'class-validator';

const maxLength = 1_000;

/** The property is a text of at most 1,000 characters, a number or a boolean; or null where it may be. */
export function IsCell({ mayBeNull }: { mayBeNull: boolean }): PropertyDecorator {
  return ValidateBy({
    name: 'isCell',
    validator: {
      validate: (value: unknown) => (value === null ? mayBeNull : isCell(value)),
      defaultMessage: () =>
        `$property must be a text of at most ${maxLength} characters, a number${mayBeNull ? ', a boolean or null' : ' or a boolean'}`,
    },
  });
}

function isCell(value: unknown): boolean {
  if (typeof value === 'string') return value.length <= maxLength && canBeStored(value);
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
}
