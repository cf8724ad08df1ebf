import { callerOf, Problem } from '@clarion/service';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { finalize, type Observable } from 'rxjs';
import { Places } from './places.js';

/** Refuses at once a call that would have to wait behind too many, before others of its sandbox above all. */
@Injectable()
export class PlacesInterceptor implements NestInterceptor {
  constructor(private readonly places: Places) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { sandbox } = callerOf(context);
    if (!this.places.take(sandbox)) {
      const detail = 'Too many calls of the sandbox are under way; try again.';
      throw new Problem(503, 'Overloaded', detail, { retryAfterSeconds: 1 });
    }
    return next.handle().pipe(
      finalize(() => {
        this.places.leave(sandbox);
      }),
    );
  }
}
