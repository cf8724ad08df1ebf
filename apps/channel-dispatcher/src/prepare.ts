import type { SmtpProvider } from '@clarion/contracts';
import { TemplateError } from '@clarion/personalization';
import type { Content, Delivery, Failed } from './delivery.js';
import { joinData } from './join-data.js';
import { renderMail, type Mail } from './render-mail.js';

/** A message, and by whom it goes. */
export interface Prepared {
  mail: Mail;
  provider: SmtpProvider;
}

/** Gives a delivery its data and renders it; or says why it fails. Throws only by surprise, before anything is begun. */
export function prepare(delivery: Delivery, content: Content | Failed): Prepared | Failed {
  if ('state' in content) return content;
  const joined = joinData(content.data, delivery.profile);
  if ('state' in joined) return joined;
  try {
    return { mail: renderMail(delivery, joined.data, content), provider: content.configuration.provider };
  } catch (error) {
    if (error instanceof TemplateError) return { state: 'failed', reason: 'RenderFailed', detail: error.message };
    throw error;
  }
}
