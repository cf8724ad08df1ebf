import { canBeStored, Keeps } from '@clarion/service';

const maxBytes = 1_000_000;

/** Whether a value is JSON that can be stored, of at most a million bytes. */
export function isBoundedJson(value: unknown): boolean {
  return canBeStored(value) && Buffer.byteLength(JSON.stringify(value)) <= maxBytes;
}

/** The property is JSON that can be stored, of at most a million bytes. */
export function IsBoundedJson(): PropertyDecorator {
  return Keeps({
    name: 'isBoundedJson',
    schema: {},
    validate: isBoundedJson,
    message: `$property must be JSON of at most ${maxBytes} bytes and 100 levels, without NUL characters, halves of surrogate pairs and numbers too large`,
  });
}
