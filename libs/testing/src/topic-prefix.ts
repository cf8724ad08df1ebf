import { randomBytes } from 'node:crypto';

/** A prefix for the topics and groups of one test, like `t3f9a1c.`, so that tests share a broker without meeting. */
export function topicPrefix(): string {
  return `t${randomBytes(3).toString('hex')}.`;
}
