import { events } from '@clarion/contracts';
import { event, type OutgoingEvent, type ReceivedFromAnyone } from '@clarion/messaging';
import { continueTrace } from '@clarion/observability';
import type { Problem } from '@clarion/service';
import { requestIdOf } from './event-identity.js';

/** That a request is refused; of the same request always the same event. */
export function rejectedEvent(request: ReceivedFromAnyone, sandbox: string, problem: Problem): OutgoingEvent {
  const { id, source, key, traceparent } = request;
  return event(events.executionRejected, {
    id: `${requestIdOf(request)}:rejected`,
    key: key === '' ? id : key,
    traceparent: continueTrace(traceparent),
    data: {
      sandbox,
      requestSource: source,
      requestEventId: id,
      problem: problem.toDocument(),
    },
  });
}
