import type { Scope } from '@clarion/contracts';
import { Problem } from '@clarion/service';
import type { PortableDocument } from './portable-document.js';

/**
 * Sees to it that a key may do with each part of a document what it asks to do with the whole.
 * @throws Problem `ScopeMissing`
 */
export function requireScopes(
  { audience, dataSources }: PortableDocument,
  verb: 'read' | 'write',
  held: readonly Scope[],
): void {
  const needed: Scope[] = [
    `campaigns:${verb}`,
    `channel-configurations:${verb}`,
    ...(audience ? [`audiences:${verb}` as const] : []),
    ...(dataSources.length > 0 ? [`data-sources:${verb}` as const] : []),
  ];
  const lacking = needed.filter((scope) => !held.includes(scope));
  if (lacking.length === 0) return;
  throw new Problem(403, 'ScopeMissing', `The document needs more than the key has: ${lacking.join(', ')}.`);
}
