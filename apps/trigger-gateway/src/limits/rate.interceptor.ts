import { callerOf } from '@clarion/service';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Observable } from 'rxjs';
import { Admission } from './admission.js';
import { rateKindOf } from './rated.js';

/** Counts each call of a route that is `Rated`, before its body is looked at. */
@Injectable()
export class RateInterceptor implements NestInterceptor {
  constructor(private readonly admission: Admission) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const kind = rateKindOf(context.getHandler());
    if (kind)
      await this.admission.admit(callerOf(context), kind, 1, context.switchToHttp().getResponse<FastifyReply>());
    return next.handle();
  }
}
