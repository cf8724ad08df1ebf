/** Mails to be sent as fast as nodemailer's `smtp-connection` can. */
export interface RawSmtpInput {
  port: number;
  connections: number;
  durationMs: number;
  /** Of each mail, with its final dot. */
  bytes: number;
  firstPerson: number;
}

/** What came of them. */
export interface RawSmtpOutput {
  sent: number;
  /** Once warm. */
  perSecond: number;
}
