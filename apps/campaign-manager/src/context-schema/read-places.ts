import type { CampaignDataSource, DataSourceRequest, Variant } from '@clarion/contracts';
import { readsOf } from '@clarion/personalization';
import { templatesOf } from '../variant-templates.js';
import { contextReads } from './derive-context-schema.js';
import type { ContextRead } from './read-fragment.js';

/** What one part of a campaign reads of the context. */
export interface ReadPlace {
  /** JSON pointer of the part. */
  pointer: string;
  reads: ContextRead[];
}

/** What each template of a campaign's content reads of the context. */
export function contentReads(content: readonly Variant[]): ReadPlace[] {
  return content.flatMap((variant, index) =>
    templatesOf(variant, `/content/${index}`).map(({ source, pointer }) => ({
      pointer,
      reads: contextReads(readsOf(source), 'text'),
    })),
  );
}

/** What the request of each data source reads of the context. */
export function requestReads(dataSources: readonly (CampaignDataSource | undefined)[]): ReadPlace[] {
  return dataSources.flatMap((source, index) =>
    source ? [{ pointer: `/dataSources/${index}/dataSourceId`, reads: readsOfRequest(source.request) }] : [],
  );
}

function readsOfRequest({ url, query = [], headers = [], body = '' }: DataSourceRequest): ContextRead[] {
  const texts = [url, ...[...query, ...headers].map(({ value }) => value)];
  return [...texts.flatMap((source) => contextReads(readsOf(source), 'text')), ...contextReads(readsOf(body), 'json')];
}
