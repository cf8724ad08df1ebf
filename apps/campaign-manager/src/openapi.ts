import { openApiDocument, type OpenApiDocument } from '@clarion/service/openapi';
import { publicControllers } from './public-controllers.js';

/** The document of the public port. */
export function openApi(): Promise<OpenApiDocument> {
  return openApiDocument(publicControllers, {
    title: 'Clarion: campaigns',
    description:
      'Where people configure what is sent: campaigns, audiences, data sources, channel configurations, keys. ' +
      'Lists come in pages, the newest first: `next` of one page is `after` of the following, and absent on the last.',
  });
}
