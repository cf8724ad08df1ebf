import type { LookupAddress } from 'node:dns';
import { ADDRCONFIG } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { AddressNotAllowed } from './address-not-allowed.js';
import { isPublicAddress } from './public-address.js';

/** All addresses of a host name. */
export type Resolve = (hostname: string) => Promise<LookupAddress[]>;

/** As the machine resolves names, of the families that it has (as `net.connect` does by itself). */
export const resolveBySystem: Resolve = (hostname) => lookup(hostname, { all: true, hints: ADDRCONFIG });

/**
 * The addresses of a host name, asked for once, where every one of them is public.
 *
 * @throws AddressNotAllowed where one is not: a name that leads to both cannot be trusted with either.
 */
export async function resolvePublic(hostname: string, resolve: Resolve): Promise<LookupAddress[]> {
  const addresses = await resolve(hostname);
  if (addresses.length > 0 && addresses.every(({ address }) => isPublicAddress(address))) return addresses;
  throw new AddressNotAllowed('its host has an address that is not public');
}
