import { compileTemplate, TemplateError, type Scope } from '@clarion/personalization';
import type { Data } from '../chunk-data.js';
import type { Content, Delivery } from '../delivery.js';
import { scopeOf } from '../render-mail.js';
import type { PreviewFinding } from './preview.js';

const parts = [
  ['subject', 'text'],
  ['html', 'html'],
  ['text', 'text'],
] as const;

/** What is wrong in each part of a message that cannot be rendered: the first fault of each, with its line and column. */
export function templateFaults(delivery: Delivery, data: Data, content: Omit<Content, 'data'>): PreviewFinding[] {
  const { treatment, locale } = delivery;
  const index = content.campaign.content.findIndex((one) => one.treatment === treatment && one.locale === locale);
  const variant = content.campaign.content[index];
  const scope = scopeOf(delivery, data, content.unsubscribeLinkOf?.(delivery));
  return parts.flatMap(([part, kind]) => {
    const detail = faultOf(variant?.[part] ?? '', kind, scope);
    if (detail === undefined) return [];
    return [{ severity: 'error', code: 'RenderFailed', pointer: `/content/${index}/${part}`, detail } as const];
  });
}

function faultOf(source: string, kind: 'html' | 'text', scope: Scope): string | undefined {
  try {
    compileTemplate(source, kind)(scope);
    return undefined;
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return error.place === undefined ? error.message : `${error.message} (line and column ${error.place})`;
  }
}
