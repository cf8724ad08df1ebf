import { selectionOf, type LetterSelection } from '@clarion/dead-letters';
import { invalidRequest } from '@clarion/service';
import { consumingServices, type ConsumingService } from './dead-letter-services.js';

/** Whose letters are changed, and which of them. */
export interface WantedChange {
  services: readonly ConsumingService[];
  selection: LetterSelection;
  /** Whether one service was named: then it must answer. */
  isNamed: boolean;
}

/** Whether there is such a service, and it consumes events. */
export function isConsumingService(name: unknown): name is ConsumingService {
  return consumingServices.some((service) => service === name);
}

/**
 * Reads the body of a replay or discard: `{service, ids}` or `{service?, match}`, in the caller's sandbox.
 * @throws Problem
 */
export function changeOf(body: unknown, sandbox: string): WantedChange {
  const { service, ...rest } = isObject(body) ? body : {};
  const selection = selectionOf(isObject(body) ? rest : body);
  const errors = 'errors' in selection ? selection.errors : [];
  if ('sandbox' in rest) errors.push({ pointer: '/sandbox', detail: 'the sandbox is that of the key' });
  if (service === undefined ? 'ids' in rest : !isConsumingService(service)) {
    errors.push({ pointer: '/service', detail: `service must be one of ${consumingServices.join(', ')}` });
  }
  if ('errors' in selection || errors.length > 0) throw invalidRequest(errors);
  const services = isConsumingService(service) ? [service] : consumingServices;
  return { services, selection: { ...selection, sandbox }, isNamed: service !== undefined };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
