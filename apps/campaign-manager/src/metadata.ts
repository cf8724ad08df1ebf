import { canBeStored, Keeps } from '@clarion/service';
import { isObject } from './json-object.js';

const maxBytes = 16 * 1024;

/** The property is an object of whatever other systems keep with a thing, of at most 16 KB of JSON. */
export function IsMetadata(): PropertyDecorator {
  return Keeps({
    name: 'isMetadata',
    schema: { type: 'object' },
    validate: (value) => isObject(value) && canBeStored(value) && Buffer.byteLength(JSON.stringify(value)) <= maxBytes,
    message: `$property must be an object of at most ${maxBytes} bytes and 100 levels, without NUL characters, halves of surrogate pairs and numbers too large`,
  });
}
