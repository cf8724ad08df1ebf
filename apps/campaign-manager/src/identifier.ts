import { Keeps } from '@clarion/service';

const identifier = /^[A-Za-z_][A-Za-z0-9_]{0,254}$/;

/**
 * Whether templates can name something so, as a data source's alias or a column's id (B-45: at most 255 characters).
 * Not `__proto__`, which is no member of its own in JavaScript.
 */
export function isIdentifier(value: unknown): boolean {
  return typeof value === 'string' && identifier.test(value) && value !== '__proto__';
}

/** The property is a name for templates, other than those that are taken. */
export function IsIdentifier({ except = [] }: { except?: string[] } = {}): PropertyDecorator {
  const taken = except.length === 0 ? '' : `, and not ${except.join(', ')}`;
  return Keeps({
    name: 'isIdentifier',
    schema: { type: 'string', pattern: identifier.source },
    validate: (value) => isIdentifier(value) && !except.includes(String(value)),
    message: `$property must be a name of at most 255 letters, digits and underscores that begins with no digit${taken}`,
  });
}
