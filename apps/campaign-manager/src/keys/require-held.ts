import type { Scope } from '@clarion/contracts';
import { Problem } from '@clarion/service';

/**
 * Sees to it that nobody gets by a key what the own key may not do.
 * @param given what the key to be made, changed or handed out may do.
 * @throws Problem `ScopeMissing`
 */
export function requireHeld(given: readonly Scope[], held: readonly Scope[]): void {
  const lacking = given.filter((scope) => !held.includes(scope));
  if (lacking.length === 0) return;
  throw new Problem(403, 'ScopeMissing', `A key gives only what it has; yours lacks ${lacking.join(', ')}.`);
}
