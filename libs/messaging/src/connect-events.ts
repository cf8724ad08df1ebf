import { Catch, type ExceptionFilter, type INestApplication } from '@nestjs/common';
import type { NestMicroservice } from '@nestjs/microservices';
import { throwError, type Observable } from 'rxjs';
import type { EventTransport } from './event-transport.js';

/** Passes every error on as it is. Nest's own filter would replace it by "Internal server error". */
@Catch()
class PassErrorsOn implements ExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

/**
 * Connects a transport to a service whose handlers bear `@EventPattern`. It starts with `startAllMicroservices()`.
 * The HTTP side's filters and pipes do not reach the handlers, nor theirs the HTTP side.
 */
export function connectEvents(app: INestApplication, transport: EventTransport): void {
  // Listeners are bound when they are registered, so the filter must be there before: what Nest does at once by
  // default is done here in the same order, with the filter in front.
  const microservice = app.connectMicroservice(
    { strategy: transport },
    { deferInitialization: true },
  ) as NestMicroservice;
  microservice.useGlobalFilters(new PassErrorsOn());
  microservice.registerListeners();
  microservice.setIsInitialized(true);
  microservice.setIsInitHookCalled(true);
}
