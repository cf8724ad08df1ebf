import { Type, type TSchema } from '@sinclair/typebox';

const live = Type.Object({ status: Type.Literal('up') });

const readiness = Type.Object(
  {
    status: Type.Union(['up', 'degraded', 'down'].map((state) => Type.Literal(state))),
    checks: Type.Record(Type.String(), Type.String(), {
      description: 'Of each thing that it needs: `up`, or what is wrong.',
    }),
  },
  { $id: 'Readiness' },
);

/** What the public port has beside the routes of controllers, for the platform. */
export const healthPaths = {
  '/health/live': {
    get: operation('healthLive', 'Says that the process runs.', { 200: answer('It runs.', live) }),
  },
  '/health/ready': {
    get: operation('healthReady', 'Says whether the service can do its part.', {
      200: answer('It can; `degraded`: but for something that calls can do without.', readiness),
      503: answer('It cannot.', readiness),
    }),
  },
};

function operation(operationId: string, summary: string, responses: object): object {
  return {
    operationId,
    summary,
    description: 'Needs no key.',
    tags: ['Health'],
    security: [],
    parameters: [],
    responses,
  };
}

function answer(description: string, schema: TSchema): object {
  return { description, content: { 'application/json': { schema } } };
}
