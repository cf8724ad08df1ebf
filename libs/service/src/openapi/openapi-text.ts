import { stringify } from 'yaml';
import type { OpenApiDocument } from './openapi-document.js';

/** What the file of a document has to say (`docs/openapi/*.yaml`). */
export function openApiText(document: OpenApiDocument): string {
  return stringify(document, { aliasDuplicateObjects: false, lineWidth: 0 });
}
