import type { Category } from './campaign.js';

/** Who a campaign's messages come from, and by which provider they go. Followed live, not kept per version. */
export interface ChannelConfiguration {
  name: string;
  channel: 'email';
  category: Category;
  sender: { name: string; address: string };
  provider: SmtpProvider;
}

/** A mail server that takes our messages without authentication. */
export interface SmtpProvider {
  type: 'smtp';
  host: string;
  port: number;
}
