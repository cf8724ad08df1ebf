import { ValidateBy } from 'class-validator';

const channels = ['email', 'sms', 'push'];

/** Whether this says yes or no by channel, and nothing else. */
export function areConsents(value: unknown): value is Record<string, boolean> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(([name, wants]) => channels.includes(name) && typeof wants === 'boolean');
}

/** The property says by channel whether a person wants marketing there. */
export function AreConsents(): PropertyDecorator {
  return ValidateBy({
    name: 'areConsents',
    validator: {
      validate: areConsents,
      defaultMessage: () => `$property must say true or false by channel: ${channels.join(', ')}`,
    },
  });
}
