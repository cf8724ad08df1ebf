import type { CampaignDataSource, Pagination } from '@clarion/contracts';
import type { CallFailure } from '../call-failure.js';
import type { Answer } from '../data-source-client.js';
import { isEmptyPage } from './is-empty-page.js';
import { nextLink } from './link-header.js';
import { pageValue } from './page-value.js';
import { valueAt } from './value-at.js';
import { withParameter } from './with-parameter.js';

/** A page that was answered. */
export interface Page {
  /** From 1. */
  number: number;
  /** From where it came. */
  url: string;
  answer: Answer;
}

/** The URL of the first page. */
export function firstPage(url: string, pagination: Pagination | undefined): string {
  return pagination?.kind === 'page' ? withParameter(url, pagination.parameter, `${pagination.first}`) : url;
}

/** The URL of the page after this one, `undefined` after the last, or why it may not be asked for. */
export function nextPage(
  url: string,
  { request: { pagination }, mapping }: Pick<CampaignDataSource, 'request' | 'mapping'>,
  page: Page,
): { url: string } | CallFailure | undefined {
  if (!pagination || page.number >= pagination.maxPages) return undefined;
  switch (pagination.kind) {
    case 'link':
      return linkedPage(page);
    case 'cursor': {
      const cursor = valueAt(pageValue(page.answer), pagination.pointer) ?? '';
      if (cursor === '') return undefined;
      if (typeof cursor === 'string' || typeof cursor === 'number') {
        return { url: withParameter(url, pagination.parameter, `${cursor}`) };
      }
      return unreadable(`its cursor ${pagination.pointer} is neither a text nor a number`);
    }
    case 'page': {
      if (isEmptyPage(page.answer, mapping)) return undefined;
      return { url: withParameter(url, pagination.parameter, `${pagination.first + page.number}`) };
    }
  }
}

function linkedPage({ answer, url }: Page): { url: string } | CallFailure | undefined {
  const target = nextLink(answer.headers['link']);
  if (target === undefined) return undefined;
  if (!URL.canParse(target, url)) return unreadable('its link to the next page has no URL');
  const next = new URL(target, url);
  next.hash = '';
  if (next.origin === new URL(url).origin && next.username === '' && next.password === '') return { url: next.href };
  return { reason: 'DataSourceNotAllowed', detail: 'its next page is at another host', isRetryable: false };
}

function unreadable(detail: string): CallFailure {
  return { reason: 'DataSourceAnswerUnreadable', detail, isRetryable: false };
}
