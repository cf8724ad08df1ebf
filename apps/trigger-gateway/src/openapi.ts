import { openApiDocument, type OpenApiDocument } from '@clarion/service/openapi';
import { BulkExecutionsController } from './bulk-executions.controller.js';
import { CancellationsController } from './cancellations.controller.js';
import { ExecutionStatusController } from './execution-status.controller.js';
import { ExecutionsController } from './executions.controller.js';
import { HealthController } from './health.controller.js';
import { SchedulesController } from './schedules/schedules.controller.js';
import { TokenController } from './tokens/token.controller.js';

/** What the public port serves. */
export const publicControllers = [
  ExecutionsController,
  BulkExecutionsController,
  ExecutionStatusController,
  SchedulesController,
  CancellationsController,
  HealthController,
  TokenController,
];

/** The document of the public port. */
export function openApi(): Promise<OpenApiDocument> {
  return openApiDocument(publicControllers, {
    title: 'Clarion: executions',
    description:
      'Triggers campaigns, and says what became of them: Adobe Journey Optimizer’s Interactive Message Execution API, and more. ' +
      'Every path is there under `/ajo/im` as Adobe has it, and under `/v1`.',
  });
}
