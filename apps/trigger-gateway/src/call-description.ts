import { Refuses, Takes, TakesHeaders, TakesQuery, type BodyClass } from '@clarion/service/openapi';
import { applyDecorators } from '@nestjs/common';
import { Type } from '@sinclair/typebox';

/** What a route takes that triggers one campaign: Adobe's body, and what of it may be said beside it. */
export function TakesCall(body: BodyClass): MethodDecorator {
  return applyDecorators(
    Takes(body, { unknownMembers: 'ignored' }),
    TakesHeaders({
      'Idempotency-Key': Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 255,
          description: 'Stands for a `requestId` that the body does not have.',
        }),
      ),
    }),
    MayBePartial(),
  );
}

/** The parameter by which bad recipients are left out. */
export function MayBePartial(): MethodDecorator {
  const partial = Type.Boolean({
    description: 'Recipients that are not in order are left out, and the others get their message.',
  });
  return TakesQuery({ partial: Type.Optional(partial) });
}

/** Why a call that can be read may not run. */
export function RefusesCall(): MethodDecorator {
  return applyDecorators(
    Refuses(400, 'IdempotencyKeyDiffers'),
    Refuses(404, 'CampaignNotFound'),
    Refuses(409, 'CampaignNotInWindow', 'CampaignNotLive', 'WrongCategory', 'WrongEndpoint'),
    Refuses(413, 'ContextTooLarge'),
    Refuses(422, 'ContextInvalid', 'RequestIdReused'),
  );
}

/** The header of the answer to a call that was accepted before. */
export const replayed = {
  'Idempotency-Replayed': Type.Optional(Type.Literal('true', { description: 'It was accepted before.' })),
};
