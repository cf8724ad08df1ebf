import type { SealedSecret, Webhook } from '@clarion/contracts';
import { hostPortOf } from '@clarion/security';
import type { Fault } from '../fault.js';
import { sealedSecret, type Seal } from '../data-source/sealed-auth.js';
import type { WebhookBody } from './webhook.body.js';

type Header = NonNullable<Webhook['headers']>[number];

/** What calls are signed with, sealed for the host that the webhook has from now on. */
export type Signing = Pick<Webhook, 'secret' | 'previous'>;

/** Headers of one name, whatever its capitals: of two of them a receiver would take either. */
export function webhookFaults({ headers = [] }: WebhookBody): Fault[] {
  const names = headers.map(({ name }) => name.toLowerCase());
  return names.flatMap((name, index) => {
    const earlier = names.indexOf(name);
    return earlier < index
      ? [{ pointer: `/headers/${index}/name`, detail: `name is that of /headers/${earlier}` }]
      : [];
  });
}

/**
 * A webhook as it is kept, its headers' values sealed for the host of its URL; or why there is no value. One that is read
 * and sent back (`{"isSet": true}`) stays, as long as it goes to the same host.
 * @param kept the one that it replaces.
 */
export function webhookOf(
  { name, url, headers, events, isEnabled = true }: WebhookBody,
  signing: Signing,
  { seal, kept }: { seal: Seal; kept?: Webhook },
): Webhook | Fault {
  const host = hostPortOf(url);
  const sealed: Header[] = [];
  for (const [index, header] of (headers ?? []).entries()) {
    const value = sealedSecret(header.value, keptValue(header.name, kept), host, seal);
    if (typeof value === 'string') return { pointer: `/headers/${index}/value`, detail: value };
    sealed.push({ name: header.name, value });
  }
  return { name, url, ...(headers && { headers: sealed }), events, isEnabled, ...signing };
}

function keptValue(name: string, kept: Webhook | undefined): SealedSecret | undefined {
  return kept?.headers?.find((header) => header.name.toLowerCase() === name.toLowerCase())?.value;
}
