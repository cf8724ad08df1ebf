import { canBeStored, Keeps } from '@clarion/service';

const maxLength = 1_000;

/** The property is a text of at most 1,000 characters, a number or a boolean; or null where it may be. */
export function IsCell({ mayBeNull }: { mayBeNull: boolean }): PropertyDecorator {
  return Keeps({
    name: 'isCell',
    schema: { type: ['string', 'number', 'boolean', ...(mayBeNull ? ['null'] : [])], maxLength },
    validate: (value) => (value === null ? mayBeNull : isCell(value)),
    message: `$property must be a text of at most ${maxLength} characters, a number${mayBeNull ? ', a boolean or null' : ' or a boolean'}`,
  });
}

function isCell(value: unknown): boolean {
  if (typeof value === 'string') return value.length <= maxLength && canBeStored(value);
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
}
