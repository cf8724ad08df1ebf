import { Type, type Static } from '@sinclair/typebox';
import { audienceStatus } from '../execution-status.answer.js';

/** Adobe's `ScheduledExecutionResponse` (A.3.2). */
export const scheduleStatus = Type.Object(
  {
    scheduleId: Type.String({ format: 'uuid' }),
    scheduleStatus: Type.Union([Type.Literal('Scheduled'), Type.Literal('Triggered')], {
      description:
        '`Triggered` once its time has come, also where its execution failed then: `executionDetails` says so.',
    }),
    audience: Type.Optional(
      Type.Object({ id: Type.String() }, { description: 'As the call named it; absent: the campaign’s.' }),
    ),
    campaignId: Type.String(),
    executeAt: Type.String({ format: 'date-time', description: 'In UTC.' }),
    executionDetails: Type.Optional(audienceStatus),
  },
  { $id: 'ScheduleStatus' },
);

export type ScheduleStatus = Static<typeof scheduleStatus>;
