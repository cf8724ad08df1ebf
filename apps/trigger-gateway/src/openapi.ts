import { openApiDocument, type OpenApiDocument } from '@clarion/service/openapi';
import { ExecutionsController } from './executions.controller.js';

/** What the public port serves. */
export const publicControllers = [ExecutionsController];

/** The document of the public port. */
export function openApi(): Promise<OpenApiDocument> {
  return openApiDocument(publicControllers, {
    title: 'Clarion: executions',
    description:
      'Triggers campaigns, and says what became of them: Adobe Journey Optimizer’s Interactive Message Execution API, and more. ' +
      'Every path is there under `/ajo/im` as Adobe has it, and under `/v1`.',
  });
}
