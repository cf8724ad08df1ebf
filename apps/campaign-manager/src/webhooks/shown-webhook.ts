import { DefinitionView } from '../definition-view.js';
import { writtenOf } from '../representation.js';
import type { WebhookAnswer } from './webhook.answer.js';

/** A webhook as the API shows it: of its secrets no more than that they are there. */
export const webhooks = new DefinitionView({
  kind: 'webhook',
  noun: 'webhook',
  plural: 'webhooks',
  notFound: 'WebhookNotFound',
  show: (webhook, now): WebhookAnswer => {
    const { id, body, version } = webhook;
    const { name, url, headers, events, isEnabled, previous } = body;
    const shownHeaders = headers?.map((header) => ({
      name: header.name,
      value: { isSet: true as const, host: header.value.host },
    }));
    return {
      id,
      ...{ name, url, ...(shownHeaders && { headers: shownHeaders }), events, isEnabled },
      ...(previous && new Date(previous.until) > now && { previousSecretUntil: previous.until }),
      version,
      ...writtenOf(webhook),
    };
  },
});
