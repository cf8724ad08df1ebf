import type { Fault } from '../fault.js';
import { isObject } from '../json-object.js';
import { arrayColumns } from './array-columns.js';
import { findArrays, type FoundArray } from './find-arrays.js';
import { flatColumns } from './flat-columns.js';
import { proposeColumns } from './propose-columns.js';
import { readSample } from './read-sample.js';
import { repeatedNames } from './repeated-names.js';
import type { ParsedSample, ProposedMapping, SampleWarning } from './parsed-sample.answer.js';

const maxArrays = 20;
const usualDepth = 10;

/** Finds the arrays of a sample, and proposes a mapping for each and for the whole (B-15, B-16, B-43, B-44). */
export function parseSample(sample: unknown, contentType?: string): ParsedSample | Fault {
  const read = readSample(sample, contentType);
  if ('pointer' in read) return read;
  const { format, value, text } = read;
  const found = format === 'json' ? findArrays(value) : [{ path: '', elements: value as unknown[] }];
  const warnings = [...(format === 'json' && text !== undefined ? repeatedNames(text) : [])];
  if (found.length > maxArrays) warnings.push(tooManyArrays(found.length));
  if (isDeeper(value, usualDepth + (format === 'json' ? 0 : 1))) warnings.push(tooDeep());
  const flatten = format === 'json' ? flattened(value) : undefined;
  return {
    arrays: found.slice(0, maxArrays).map((array) => mappingOf(array, format === 'csv')),
    ...(flatten && { flatten }),
    warnings,
  };
}

function mappingOf({ path, elements }: FoundArray, fromTexts: boolean): ParsedSample['arrays'][number] {
  const { columns, nullable, warnings } = proposeColumns(arrayColumns(elements), fromTexts);
  const others = elements.filter((element) => !isObject(element)).length;
  return {
    ...{ path, elements: elements.length, mapping: { mode: 'array', arrayPath: path, columns }, nullable },
    warnings: others > 0 ? [notObjects(others, elements.length), ...warnings] : warnings,
  };
}

function flattened(value: unknown): ProposedMapping | undefined {
  const { columns, ...rest } = proposeColumns(flatColumns(value), false);
  return columns.length > 0 ? { mapping: { mode: 'flatten', arrayPath: '', columns }, ...rest } : undefined;
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeper(member, levels - 1));
}

function notObjects(others: number, elements: number): SampleWarning {
  return { code: 'NotAnObject', detail: `${others} of ${elements} elements are no objects, and cannot be rows.` };
}

function tooManyArrays(count: number): SampleWarning {
  return {
    code: 'TooManyArrays',
    detail: `It has ${count} arrays of objects: the outermost ${maxArrays} are proposed.`,
  };
}

function tooDeep(): SampleWarning {
  return {
    code: 'TooDeep',
    detail: `It is nested more than ${usualDepth} deep: such an answer is taken only with a larger limits.maxDepth.`,
  };
}
