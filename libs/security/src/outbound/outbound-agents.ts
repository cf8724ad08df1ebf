import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { AddressNotAllowed } from './address-not-allowed.js';
import { destinationFault, isAllowed, type Destination } from './destination.js';
import { resolveBySystem, resolvePublic, type Resolve } from './resolve-public.js';

/** Where calls may go. */
export interface OutboundRules {
  /** `host:port` that is excepted from all rules, for development; an IPv6 address in brackets. */
  allowedHosts: ReadonlySet<string>;
  /** As the machine resolves names, unless told. */
  resolve?: Resolve | undefined;
}

/** As Node's `http` and `https`, and axios, take them. */
export interface OutboundAgents {
  httpAgent: HttpAgent;
  httpsAgent: HttpsAgent;
}

/**
 * Agents for calls to what stands outside, by URLs that others have written. Each connection obeys the rules of
 * `urlFault`; its host is resolved once, every address that comes back must be public, and it goes to one of these:
 * there is no second answer that could differ. The name stays what TLS asks for and checks. What may not be called ends
 * the request with `AddressNotAllowed`, before any packet. No connection is used twice. Redirects are the caller's
 * matter: each is a request of its own, with the same rules.
 */
export function outboundAgents(rules: OutboundRules): OutboundAgents {
  const httpAgent = new HttpAgent({ keepAlive: false });
  const httpsAgent = new HttpsAgent({ keepAlive: false });
  guard(httpAgent, 'http:', rules);
  guard(httpsAgent, 'https:', rules);
  return { httpAgent, httpsAgent };
}

function guard(agent: HttpAgent, protocol: Destination['protocol'], rules: OutboundRules): void {
  const { allowedHosts, resolve = resolveBySystem } = rules;
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const hostname = options.host ?? 'localhost';
    const destination = { protocol, hostname, port: Number(options.port) };
    const fault = destinationFault(destination, allowedHosts);
    if (fault !== undefined) {
      // Node takes no stream beside an error.
      callback?.(new AddressNotAllowed(fault), undefined as never);
      return undefined;
    }
    const isFree = isAllowed(destination, allowedHosts);
    const addressesOf = (name: string) => (isFree ? resolve(name) : resolvePublic(name, resolve));
    return connect({ ...options, ...asNamed(hostname), ...pinnedBy(addressesOf) });
  };
}

/** TLS asks for and checks the host of the URL, whatever the `Host` header says; an address is no name (RFC 6066 §3). */
function asNamed(hostname: string): { servername: string } {
  return { servername: isIP(hostname) === 0 ? hostname : '' };
}

/** Whatever families there are, all addresses are asked for at once, and tried in turn. */
function pinnedBy(addressesOf: Resolve) {
  const ask = callbackify(addressesOf);
  const lookup: LookupFunction = (hostname, _options, callback) => {
    ask(hostname, callback);
  };
  return { lookup, family: 0, autoSelectFamily: true };
}
