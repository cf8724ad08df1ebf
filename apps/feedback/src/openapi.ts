import { openApiDocument, type OpenApiDocument } from '@clarion/service/openapi';
import { publicControllers } from './public-controllers.js';

/** The document of the public port. */
export function openApi(): Promise<OpenApiDocument> {
  return openApiDocument(publicControllers, {
    title: 'Clarion: feedback',
    description: 'Where the links in messages lead. Pages are for people, in the language of the message.',
  });
}
