import type { Variant } from '@clarion/contracts';
import { compileTemplate, TemplateError } from '@clarion/personalization';
import { canonicalLanguageTag } from '../language-tag.js';
import { pathsFromTop } from '../template-paths.js';
import { dataPathFault, type KnownDataSources, type PathFault } from './data-path-finding.js';
import { finding, type Finding } from './finding.js';
import { isBlank, templatesOf, type ContentTemplate } from '../variant-templates.js';

const roots = ['context', 'profile', 'data', 'links'];
/** What mail programs show of a mail before they cut it off. */
const largestHtmlBytes = 100 * 1024;

/**
 * What is to be found in what a campaign says.
 * @param sources what its templates know as `data`.
 */
export function contentFindings(content: readonly Variant[], sources: KnownDataSources): Finding[] {
  return [
    ...content.flatMap((variant, index) => variantFindings(variant, sources, `/content/${index}`)),
    ...repetitions(content),
  ];
}

function variantFindings(variant: Variant, sources: KnownDataSources, pointer: string): Finding[] {
  const { subject, html, text } = variant;
  const bytes = Buffer.byteLength(html);
  return [
    ...(isBlank(subject) ? [finding('SubjectMissing', `${pointer}/subject`, 'The subject is blank.')] : []),
    ...(isBlank(html) && isBlank(text)
      ? [finding('BodyMissing', `${pointer}/html`, 'Both html and text are blank.')]
      : []),
    ...(!isBlank(html) && isBlank(text)
      ? [finding('TextMissing', `${pointer}/text`, 'There is no text for those who do not read html.')]
      : []),
    ...(bytes > largestHtmlBytes
      ? [finding('HtmlTooLarge', `${pointer}/html`, `The html has ${bytes} bytes; mail programs cut off 102400.`)]
      : []),
    ...templatesOf(variant, pointer).flatMap((template) => templateFindings(template, sources)),
  ];
}

function templateFindings({ source, kind, pointer }: ContentTemplate, sources: KnownDataSources): Finding[] {
  try {
    compileTemplate(source, kind);
  } catch (error) {
    if (error instanceof TemplateError) return [finding('TemplateInvalid', pointer, error.message)];
    throw error;
  }
  return pathFaults(pathsFromTop(source), sources).map(({ code, detail }) => finding(code, pointer, detail));
}

/** One for each path; what lies below a path at fault is at fault with it. */
function pathFaults(paths: readonly string[][], sources: KnownDataSources): PathFault[] {
  const faults = new Map<string, PathFault>();
  for (const path of paths) {
    const isKnown = path.some((_, index) => faults.has(path.slice(0, index + 1).join('.')));
    const fault = isKnown ? undefined : pathFault(path, sources);
    if (fault !== undefined) faults.set(path.join('.'), fault);
  }
  return [...faults.values()];
}

function pathFault(path: readonly string[], sources: KnownDataSources): PathFault | undefined {
  const [root = '', ...rest] = path;
  if (!roots.includes(root)) {
    return { code: 'PathUnknown', detail: `${path.join('.')} begins with none of context, profile, data and links.` };
  }
  return root === 'data' ? dataPathFault(rest, sources) : undefined;
}

/** Variants whose treatment and locale are those of an earlier one; `en-us` is `en-US`. */
function repetitions(content: readonly Variant[]): Finding[] {
  const first = new Map<string, number>();
  return content.flatMap(({ treatment, locale }, index) => {
    const name = JSON.stringify([treatment, canonicalLanguageTag(locale)]);
    const earlier = first.get(name);
    if (earlier === undefined) {
      first.set(name, index);
      return [];
    }
    const detail = `Treatment and locale are those of /content/${earlier}.`;
    return [finding('VariantRepeated', `/content/${index}`, detail)];
  });
}
