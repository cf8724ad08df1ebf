import type { SmtpProvider } from '@clarion/contracts';
import { TemplateError } from '@clarion/personalization';
import type { Content, Delivery, Excluded, Failed, Rendered } from './delivery.js';
import { joinData } from './join-data.js';
import { renderMail, type Mail } from './render-mail.js';

/** A message, and by whom it goes. */
export interface Prepared {
  mail: Mail;
  provider: SmtpProvider;
}

/** Why no message of a delivery is sent. */
export type Unsaid = Failed | Excluded | Rendered;

/** Gives a delivery its data and renders it; or says why it has no message. Throws only by surprise, before it is begun. */
export function prepare(delivery: Delivery, content: Content | Failed): Prepared | Unsaid {
  if ('state' in content) return content;
  const joined = joinData(content.data, delivery);
  if ('state' in joined) return joined;
  try {
    const mail = renderMail(delivery, joined.data, content);
    return content.isDryRun ? { state: 'rendered' } : { mail, provider: content.configuration.provider };
  } catch (error) {
    if (error instanceof TemplateError) return { state: 'failed', reason: 'RenderFailed', detail: error.message };
    throw error;
  }
}
