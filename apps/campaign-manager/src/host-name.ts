import { Keeps } from '@clarion/service';
import { isIP } from 'node:net';

const label = '[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?';
const name = new RegExp(`^${label}(\\.${label})*\\.?$`);

/** Whether a text names a host: by an address, a domain, or a single name such as `localhost`. */
export function isHostName(text: string): boolean {
  return isIP(text) !== 0 || (text.length <= 253 && name.test(text));
}

/** The property names a host, without a port. */
export function IsHostName(): PropertyDecorator {
  return Keeps({
    name: 'isHostName',
    schema: { type: 'string', minLength: 1, maxLength: 253 },
    validate: (value) => typeof value === 'string' && isHostName(value),
    message: '$property must be the name or the address of a host',
  });
}
