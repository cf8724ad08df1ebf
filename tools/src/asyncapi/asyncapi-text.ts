import { events } from '@clarion/contracts';
import { stringify } from 'yaml';
import { asyncApiOf } from './asyncapi-document.js';

/** What `docs/asyncapi.yaml` has to say. */
export function asyncApiText(): string {
  return stringify(asyncApiOf(events), { aliasDuplicateObjects: false, lineWidth: 120 });
}
