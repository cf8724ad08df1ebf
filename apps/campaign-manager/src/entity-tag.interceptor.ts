import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { map, type Observable } from 'rxjs';
import { entityTagOf } from './entity-tag.js';

interface Reply {
  header(name: string, value: string): unknown;
}

/** Every answer that shows one thing (it has an `id`) bears its `ETag`. */
@Injectable()
export class EntityTagInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<Reply>();
    return next.handle().pipe(
      map((answer) => {
        if (isShown(answer)) reply.header('etag', entityTagOf(answer));
        return answer;
      }),
    );
  }
}

function isShown(answer: unknown): answer is { id: string } {
  return typeof answer === 'object' && answer !== null && 'id' in answer;
}
