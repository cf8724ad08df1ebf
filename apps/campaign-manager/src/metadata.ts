import { canBeStored } from '@clarion/service';
import { ValidateBy } from 'class-validator';
import { isObject } from './json-object.js';

const maxBytes = 16 * 1024;

/** The property is an object of whatever other systems keep with a thing, of at most 16 KB of JSON. */
export function IsMetadata(): PropertyDecorator {
  return ValidateBy({
    name: 'isMetadata',
    validator: {
      validate: (value: unknown) =>
        isObject(value) && canBeStored(value) && Buffer.byteLength(JSON.stringify(value)) <= maxBytes,
      defaultMessage: () =>
        `$property must be an object of at most ${maxBytes} bytes and 100 levels, without NUL characters, halves of surrogate pairs and numbers too large`,
    },
  });
}
