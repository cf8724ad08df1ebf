import type { Variant } from '@clarion/contracts';
import { compileTemplate, TemplateError } from '@clarion/personalization';
import { dataPathFault, type KnownDataSources } from './data-path-fault.js';
import type { Fault } from './fault.js';
import { canonicalLanguageTag } from './language-tag.js';
import { pathsFromTop } from './template-paths.js';

const roots = ['context', 'profile', 'data', 'links'];

/**
 * What is wrong with what a campaign says.
 * @param sources what its templates know as `data`.
 */
export function contentFaults(content: readonly Variant[], sources: KnownDataSources): Fault[] {
  return [
    ...content.flatMap((variant, index) => variantFaults(variant, sources, `/content/${index}`)),
    ...repetitions(content),
  ];
}

function variantFaults({ subject, html, text }: Variant, sources: KnownDataSources, pointer: string): Fault[] {
  const faults: Fault[] = [];
  if (isBlank(subject)) faults.push({ pointer: `${pointer}/subject`, detail: 'The subject is blank.' });
  if (isBlank(html) && isBlank(text))
    faults.push({ pointer: `${pointer}/html`, detail: 'Both html and text are blank.' });
  const templates = [
    { member: 'subject', source: subject, kind: 'text' },
    { member: 'html', source: html, kind: 'html' },
    { member: 'text', source: text ?? '', kind: 'text' },
  ] as const;
  for (const { member, source, kind } of templates) {
    const details = templateFaults(source, kind, sources);
    faults.push(...details.map((detail) => ({ pointer: `${pointer}/${member}`, detail })));
  }
  return faults;
}

function templateFaults(source: string, kind: 'html' | 'text', sources: KnownDataSources): string[] {
  try {
    compileTemplate(source, kind);
  } catch (error) {
    if (error instanceof TemplateError) return [error.message];
    throw error;
  }
  return pathFaults(pathsFromTop(source), sources);
}

/** One for each path; what lies below a path at fault is at fault with it. */
function pathFaults(paths: readonly string[][], sources: KnownDataSources): string[] {
  const faults = new Map<string, string>();
  for (const path of paths) {
    const isKnown = path.some((_, index) => faults.has(path.slice(0, index + 1).join('.')));
    const fault = isKnown ? undefined : pathFault(path, sources);
    if (fault !== undefined) faults.set(path.join('.'), fault);
  }
  return [...faults.values()];
}

function pathFault(path: readonly string[], sources: KnownDataSources): string | undefined {
  const [root = '', ...rest] = path;
  if (!roots.includes(root)) return `${path.join('.')} begins with none of context, profile, data and links.`;
  return root === 'data' ? dataPathFault(rest, sources) : undefined;
}

/** Variants whose treatment and locale are those of an earlier one; `en-us` is `en-US`. */
function repetitions(content: readonly Variant[]): Fault[] {
  const first = new Map<string, number>();
  return content.flatMap(({ treatment, locale }, index) => {
    const name = JSON.stringify([treatment, canonicalLanguageTag(locale)]);
    const earlier = first.get(name);
    if (earlier === undefined) {
      first.set(name, index);
      return [];
    }
    return [{ pointer: `/content/${index}`, detail: `Treatment and locale are those of /content/${earlier}.` }];
  });
}

function isBlank(source: string | undefined): boolean {
  return (source ?? '').trim() === '';
}
