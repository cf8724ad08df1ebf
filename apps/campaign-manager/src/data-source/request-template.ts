import { anyMember, compileRequestTemplate, TemplateError } from '@clarion/personalization';
import { canBeStored, Keeps } from '@clarion/service';
import { pathsFromTop } from '../template-paths.js';

/** What a template of a request may read; `undefined`: any member. */
const roots = new Map<string, readonly string[] | undefined>([
  ['params', undefined],
  ['campaign', ['id', 'version', 'name']],
  ['execution', ['id', 'acceptedAt']],
  ['context', undefined],
]);

/** Where a template stands: that says how its values are put in. */
export interface TemplatePlace {
  kind: 'url' | 'json' | 'text';
  maxLength: number;
}

/** What is wrong with a template of a request; `undefined` where nothing is. Completes "the property …". */
export function requestTemplateFault(source: unknown, { kind, maxLength }: TemplatePlace): string | undefined {
  if (typeof source !== 'string' || source.length > maxLength || !canBeStored(source)) {
    return `must be a template of at most ${maxLength} characters, without NUL characters`;
  }
  try {
    compileRequestTemplate(source, kind);
  } catch (error) {
    if (error instanceof TemplateError) return `is no template: ${error.message}`;
    throw error;
  }
  const faults = pathsFromTop(source).flatMap((path) => pathFault(path) ?? []);
  return faults[0];
}

function pathFault(path: readonly string[]): string | undefined {
  const [root = '', member] = path;
  if (!roots.has(root)) return `reads ${path.join('.')}, which begins with none of ${[...roots.keys()].join(', ')}`;
  const members = roots.get(root);
  if (!members || member === undefined || member === anyMember || members.includes(member)) return undefined;
  return `reads ${path.join('.')}, but ${root} has only ${members.join(', ')}`;
}

/** The property is a template of a request. */
export function IsRequestTemplate(place: TemplatePlace): PropertyDecorator {
  return Keeps({
    name: 'isRequestTemplate',
    schema: { type: 'string', maxLength: place.maxLength },
    validate: (value) => requestTemplateFault(value, place) === undefined,
    message: (args) => `$property ${requestTemplateFault(args?.value, place)}`,
  });
}
