import type { Variant } from '@clarion/contracts';

/** A template of a variant, with where in the campaign it stands. */
export interface ContentTemplate {
  source: string;
  kind: 'html' | 'text';
  pointer: string;
}

/** The templates of a variant; the text only where there is one. */
export function templatesOf({ subject, html, text }: Variant, pointer: string): ContentTemplate[] {
  return [
    { source: subject, kind: 'text', pointer: `${pointer}/subject` },
    { source: html, kind: 'html', pointer: `${pointer}/html` },
    ...(text === undefined ? [] : [{ source: text, kind: 'text' as const, pointer: `${pointer}/text` }]),
  ];
}

/** Whether nothing would be seen of a template. */
export function isBlank(source: string | undefined): boolean {
  return (source ?? '').trim() === '';
}
