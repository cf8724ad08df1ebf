import type { Variant } from '@clarion/contracts';
import { compileTemplate, TemplateError } from '@clarion/personalization';
import type { Fault } from './fault.js';
import { canonicalLanguageTag } from './language-tag.js';
import { pathsFromTop } from './template-paths.js';

const roots = ['context', 'profile', 'data'];

/**
 * What is wrong with what a campaign says.
 * @param aliases the names of its data sources.
 */
export function contentFaults(content: readonly Variant[], aliases: readonly string[]): Fault[] {
  return [
    ...content.flatMap((variant, index) => variantFaults(variant, aliases, `/content/${index}`)),
    ...repetitions(content),
  ];
}

function variantFaults({ subject, html, text }: Variant, aliases: readonly string[], pointer: string): Fault[] {
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
    const details = templateFaults(source, kind, aliases);
    faults.push(...details.map((detail) => ({ pointer: `${pointer}/${member}`, detail })));
  }
  return faults;
}

function templateFaults(source: string, kind: 'html' | 'text', aliases: readonly string[]): string[] {
  try {
    compileTemplate(source, kind);
  } catch (error) {
    if (error instanceof TemplateError) return [error.message];
    throw error;
  }
  return [...new Set(pathsFromTop(source).flatMap((path) => pathFault(path, aliases) ?? []))];
}

function pathFault(path: readonly string[], aliases: readonly string[]): string | undefined {
  const [root = '', alias] = path;
  if (!roots.includes(root)) return `${path.join('.')} begins with none of context, profile and data.`;
  if (root !== 'data' || alias === undefined || aliases.includes(alias)) return undefined;
  return `"${alias}" in ${path.join('.')} is no data source of the campaign.`;
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
