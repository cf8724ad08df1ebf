import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import type { Mail } from './render-mail.js';

/** A message as it goes over the wire, and from whom to whom. */
export interface ComposedMail {
  envelope: { from: string | false; to: string[] };
  raw: Buffer;
}

export async function composeMail(mail: Mail): Promise<ComposedMail> {
  const options = { ...mail, text: mail.text ?? '', disableFileAccess: true, disableUrlAccess: true };
  const message = new MailComposer(options).compile();
  return { envelope: message.getEnvelope(), raw: await message.build() };
}
