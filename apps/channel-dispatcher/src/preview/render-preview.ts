import type { DataRow } from '@clarion/contracts';
import { TemplateError } from '@clarion/personalization';
import type { ChunkData, Data } from '../chunk-data.js';
import type { Content, Delivery } from '../delivery.js';
import { joinData } from '../join-data.js';
import { renderMail, type Mail } from '../render-mail.js';
import { composeMail } from '../smtp/compose-mail.js';
import { decoded } from './decoded.js';
import type { Preview, PreviewedMail, PreviewFinding, PreviewQuestion } from './preview.js';
import { templateFaults } from './template-faults.js';

const shownRows = 20;
/** What mail programs show of a mail's HTML. */
const mostHtmlBytes = 100 * 1024;

/** The message as the recipient would get it, or why they would get none. They are the first of their run. */
export function renderPreview({ sandbox, recipient }: PreviewQuestion, content: Content): Preview {
  const delivery: Delivery = {
    ...{ ...recipient, sandbox, channel: 'email', ordinal: 0, namespace: 'preview', userId: 'preview' },
    ...{ deliveryId: 'preview', executionId: 'preview', traceparent: '' },
  };
  const joined = joinData(content.data, delivery);
  if ('state' in joined) {
    const { reason: code, detail } = joined;
    return { data: shownOf(content.data.forAll), findings: [{ severity: 'error', code, pointer: '', detail }] };
  }
  const data = shownOf(joined.data);
  try {
    const mail = previewOf(renderMail(delivery, joined.data, content));
    return { mail, data, findings: warningsOf(mail, delivery, content) };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return { data, findings: templateFaults(delivery, joined.data, content) };
  }
}

function previewOf(mail: Mail): PreviewedMail {
  const { from, to, subject } = mail;
  const html = decoded(mail.html);
  const text = mail.text === undefined ? undefined : decoded(mail.text);
  const headers = Object.entries(mail.headers).filter(([name]) => name.startsWith('List-'));
  const bytes = {
    html: Buffer.byteLength(html),
    text: Buffer.byteLength(text ?? ''),
    message: Buffer.byteLength(composeMail(mail).data),
  };
  return {
    ...{ from, to, subject, html },
    ...(text !== undefined && { text }),
    headers: Object.fromEntries(headers),
    bytes,
  };
}

function warningsOf({ bytes }: PreviewedMail, delivery: Delivery, { campaign }: Content): PreviewFinding[] {
  if (bytes.html <= mostHtmlBytes) return [];
  const { treatment, locale } = delivery;
  const index = campaign.content.findIndex((one) => one.treatment === treatment && one.locale === locale);
  const detail = `Its HTML has ${bytes.html} bytes; mail programs cut off what is above ${mostHtmlBytes}.`;
  return [{ severity: 'warning', code: 'HtmlTooLarge', pointer: `/content/${index}/html`, detail }];
}

function shownOf(data: Data): Preview['data'] {
  return Object.fromEntries(Object.entries(data).map(([alias, rows]) => [alias, shownRowsOf(rows)]));
}

function shownRowsOf(rows: ChunkData['forAll'][string]): Preview['data'][string] {
  if (rows === null) return { rowCount: 0, shown: null };
  if (isList(rows)) return { rowCount: rows.length, shown: rows.slice(0, shownRows) };
  return { rowCount: 1, shown: rows };
}

function isList(rows: readonly DataRow[] | DataRow): rows is readonly DataRow[] {
  return Array.isArray(rows);
}
