import { isOfType, type DataColumn } from '@clarion/contracts';
import type { Fault } from '../fault.js';
import { isJsonPointer } from '../json-pointer.js';
import type { DataSourceMappingBody } from './mapping.body.js';

/** Characters of a member's name in an answer (B-45). */
const usualKeyLength = 255;
/** As deep as an answer may be made to be (B-53). */
const maxSegments = 100;

/** What does not go together in a mapping whose members are each right for themselves. */
export function mappingFaults({ mode, arrayPath, columns, limits }: DataSourceMappingBody): Fault[] {
  const isFlat = mode === 'flatten';
  const maxKeyLength = limits?.maxKeyLength ?? usualKeyLength;
  return [
    ...(isFlat && arrayPath ? [{ pointer: '/arrayPath', detail: 'arrayPath must be empty in the mode flatten' }] : []),
    ...columns.flatMap((column, index) => {
      const keyFault = isFlat ? flatKeyFault(column.key) : namedKeyFault(column.key, maxKeyLength);
      const faults = [...(keyFault ? [{ pointer: '/key', detail: keyFault }] : []), ...columnFaults(column)];
      return faults.map(({ pointer, detail }) => ({ pointer: `/columns/${index}${pointer}`, detail }));
    }),
  ];
}

function flatKeyFault(key: string): string | undefined {
  if (isJsonPointer(key, { maxSegments, mayBeEmpty: false })) return undefined;
  return 'key must be a JSON pointer in the mode flatten, such as /match/teams/0/name';
}

function namedKeyFault(key: string, maxKeyLength: number): string | undefined {
  return Array.from(key).length > maxKeyLength ? `key must be of at most ${maxKeyLength} characters` : undefined;
}

function columnFaults({ type, maxLength, ...column }: DataColumn): Fault[] {
  const faults: Fault[] = [];
  if (maxLength !== undefined && type !== 'text')
    faults.push({ pointer: '/maxLength', detail: 'maxLength is for texts' });
  if (column.default === undefined) {
    const asking = askingForDefault(column);
    if (asking) faults.push({ pointer: '/default', detail: `default is needed for ${asking}` });
  } else if (!isOfType(column.default, type)) {
    faults.push({ pointer: '/default', detail: `default must be of the column's type, ${type}` });
  } else if (maxLength !== undefined && String(column.default).length > maxLength) {
    faults.push({ pointer: '/default', detail: `default must be of at most ${maxLength} characters` });
  }
  return faults;
}

/** The member that says *default*. */
function askingForDefault({ onNull, onError, remap }: Pick<DataColumn, 'onNull' | 'onError' | 'remap'>) {
  if (onNull === 'default') return 'onNull';
  if (onError === 'default') return 'onError';
  return remap?.otherwise === 'default' ? 'remap' : undefined;
}
