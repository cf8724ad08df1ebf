import { Problem } from '@clarion/service';
import { CORE_SCHEMA, dump, load, type LoadOptions, type State } from 'js-yaml';

/** RFC 9512. */
export const yamlType = 'application/yaml';

/** YAML 1.2 with what JSON has, and nothing else: no times, no binary, no merging. */
const schema = CORE_SCHEMA;

/** As deep as a body of JSON may be. Its types do not know `maxDepth` yet. */
const reading: LoadOptions & { maxDepth: number } = { schema, maxDepth: 200, listener: refuseAnchors };

/** A value of JSON as YAML, each text on as many lines as it has. */
export function yamlOf(value: unknown): string {
  return dump(value, { schema, lineWidth: -1, noRefs: true });
}

/**
 * The JSON that a YAML document says.
 * @throws Problem `MalformedYaml`, with line and column; also for anchors, tags, a member that is there twice, a second
 *   document, and nesting over 200 levels.
 */
export function jsonOfYaml(yaml: string): string {
  try {
    return JSON.stringify(load(yaml, reading) ?? null);
  } catch (error) {
    const [line = ''] = (error as Error).message.split('\n');
    throw new Problem(400, 'MalformedYaml', `The body is not YAML that is taken here: ${line}.`);
  }
}

/** A few aliases of one another would be more than fits into memory. */
function refuseAnchors(_: unknown, { anchor, line, lineStart, position }: AnchoredState): void {
  if (anchor == null) return;
  throw new Error(`there are no anchors (${line + 1}:${position - lineStart + 1})`);
}

type AnchoredState = State & { anchor?: string | null };
