import { isEmail } from 'class-validator';
import { Keeps } from './rule.js';

/** What nearly all addresses look like: a strict part of those that `isEmail` takes, told in a twentieth of its time. */
const plain = /^[a-z0-9]+(?:[._+-][a-z0-9]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,}$/i;
/** Below every bound of RFC 5321 §4.5.3.1, of which a local part's is the least. */
const longestPlain = 64;

/** Whether mail can be written to an address (RFC 5321, RFC 6531). */
export function isMailAddress(address: string): boolean {
  return (address.length <= longestPlain && plain.test(address)) || isEmail(address);
}

/** The property is an address that mail can be written to. */
export function IsMailAddress(): PropertyDecorator {
  return Keeps({
    name: 'isMailAddress',
    schema: { type: 'string', format: 'email' },
    validate: (value) => typeof value === 'string' && isMailAddress(value),
    message: '$property must be an email address (RFC 5321)',
  });
}
