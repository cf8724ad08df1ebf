import { Refuses, Tells } from '@clarion/service/openapi';
import { applyDecorators } from '@nestjs/common';
import { Type } from '@sinclair/typebox';

/** What a route says of itself whose calls are counted (`Admission`). */
export function TellsRates(): MethodDecorator {
  return applyDecorators(
    Refuses(429, 'RateExceeded'),
    Tells({
      'RateLimit-Policy': Type.String({
        description: 'The rates that the call was counted by: `"sandbox";q=500;w=1`.',
      }),
      RateLimit: Type.String({ description: 'What is left of them, and after how many seconds there is more.' }),
    }),
  );
}
