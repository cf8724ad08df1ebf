import { headerOfAuth } from '@clarion/security';
import type { Fault } from '../fault.js';
import type { DataSourceRequestBody } from './request.body.js';

/** What does not go together in a request whose members are each right for themselves. */
export function requestFaults({ method = 'POST', body, headers = [], auth }: DataSourceRequestBody): Fault[] {
  const faults: Fault[] = [];
  if (method === 'GET' && body !== undefined) faults.push({ pointer: '/body', detail: 'GET has no body' });
  const taken = headerOfAuth(auth)?.toLowerCase();
  const before = new Map<string, number>();
  for (const [index, { name }] of headers.entries()) {
    const fault = (detail: string) => faults.push({ pointer: `/headers/${index}/name`, detail });
    const known = name.toLowerCase();
    const earlier = before.get(known);
    if (known === taken) fault('name is that of the header that auth sends');
    else if (earlier !== undefined) fault(`name is that of /request/headers/${earlier}`);
    else before.set(known, index);
  }
  return faults;
}
