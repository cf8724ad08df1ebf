import type { Fault } from '../fault.js';
import type { DataSourceBody } from './data-source.body.js';
import { mappingFaults } from './mapping-faults.js';
import { requestFaults } from './request-faults.js';

/** What does not go together in a data source whose members are each right for themselves. */
export function dataSourceFaults({ request, mapping }: DataSourceBody): Fault[] {
  const at = (parent: string) => (fault: Fault) => ({ ...fault, pointer: `${parent}${fault.pointer}` });
  return [
    ...(request ? requestFaults(request).map(at('/request')) : []),
    ...(mapping ? mappingFaults(mapping).map(at('/mapping')) : []),
  ];
}
