import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { LookupAddress } from 'node:dns';
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest, type RequestOptions } from 'node:https';
import { isIPv6, type LookupFunction } from 'node:net';
import { certificate } from './certificate.fixture.js';
import { countAttempts, countingServer, type CountingServer } from './connections.fixture.js';
import { hostileAnswers } from './hostile-answers.fixture.js';
import { hostileUrls } from './hostile-urls.fixture.js';
import { outboundAgents, type OutboundAgents } from './outbound-agents.js';
import { urlFault } from './url-fault.js';

const nobody = new Set<string>();
const refused = 'ERR_ADDRESS_NOT_ALLOWED';

/** DNS as it stands outside: gives these answers one after another, the last for ever, and counts who asks. */
function dns(...answers: string[][]) {
  const asked: string[] = [];
  const resolve = (hostname: string): Promise<LookupAddress[]> => {
    asked.push(hostname);
    const answer = answers[Math.min(asked.length, answers.length) - 1] ?? [];
    return Promise.resolve(answer.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 })));
  };
  return { asked, resolve };
}

/** What becomes of a request that follows no rules but those of its agents: an HTTP status, or the error's code. */
async function ask(url: string, agents: OutboundAgents, options: RequestOptions = {}): Promise<string> {
  return new Promise<string>((resolve, reject) => {
    const isHttps = new URL(url).protocol === 'https:';
    const agent = isHttps ? agents.httpsAgent : agents.httpAgent;
    const request = (isHttps ? httpsRequest : httpRequest)(url, { ...options, agent });
    request.on('error', reject);
    request.on('response', (response) => {
      const { statusCode = 0, headers } = response.resume();
      resolve(headers.location ?? `HTTP ${statusCode}`);
    });
    request.end();
  }).catch((error: unknown) => (error as { code: string }).code);
}

describe('what is called outside', () => {
  let server: CountingServer;
  let attempts: ReturnType<typeof countAttempts>;

  beforeAll(async () => {
    server = await countingServer();
  });
  beforeEach(() => {
    server.connections.length = 0;
    server.hosts.length = 0;
    attempts = countAttempts();
  });
  afterEach(() => {
    attempts.stop();
  });
  afterAll(() => {
    server.close();
  });

  describe('is never connected to', () => {
    it.each(hostileUrls.map((url) => [JSON.stringify(url), url]))('by the URL %s', async (_title, template) => {
      const url = template.replace('PORT', String(server.port));
      expect(urlFault(url, nobody)).toMatch(/^its URL (is|must)/);
      const { resolve } = dns(['127.0.0.1']);
      const outcome = await ask(url, outboundAgents({ allowedHosts: nobody, resolve }));
      expect([refused, 'ERR_INVALID_URL', 'ERR_INVALID_PROTOCOL']).toContain(outcome);
      expect([attempts.count(), server.connections.length]).toEqual([0, 0]);
    });

    it.each(hostileAnswers)('by a name that resolves to %s: %j', async (_what, answer) => {
      const { asked, resolve } = dns(answer);
      const agents = outboundAgents({ allowedHosts: nobody, resolve });
      expect(await ask('https://rebind.example/', agents)).toBe(refused);
      expect([asked, attempts.count(), server.connections.length]).toEqual([['rebind.example'], 0, 0]);
    });

    it('by a name that has led to a public address before', async () => {
      const { asked, resolve } = dns(['8.8.8.8', '2001:4860:4860::8888'], ['127.0.0.1']);
      const agents = outboundAgents({ allowedHosts: nobody, resolve });
      const first = await addressBeforeConnecting('https://rebind.example/', agents);
      expect([first, asked.length]).toEqual(['8.8.8.8', 1]);
      expect(await ask('https://rebind.example/', agents)).toBe(refused);
      expect([asked.length, attempts.count()]).toEqual([2, 0]);
    });

    it.each([
      'http://169.254.169.254/latest/meta-data/',
      'https://169.254.169.254/',
      'https://[fd00:ec2::254]/',
      'http://metadata.example/computeMetadata/v1/',
      'https://metadata.example/',
      'https://localhost/',
    ])('by a redirect to %s, even if it is followed', async (target) => {
      const { resolve } = dns(['169.254.169.254']);
      const agents = outboundAgents({ allowedHosts: new Set([`127.0.0.1:${server.port}`]), resolve });
      server.redirectTo(target);
      const location = await ask(`http://127.0.0.1:${server.port}/`, agents);
      expect(location).toBe(target);
      expect(await ask(location, agents)).toBe(refused);
      expect([attempts.count(), server.connections.length]).toEqual([1, 1]);
    });

    it('where its name does not resolve: the error is that of DNS', async () => {
      const notFound = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
      const agents = outboundAgents({ allowedHosts: nobody, resolve: () => Promise.reject(notFound) });
      expect([await ask('https://nowhere.example/', agents), attempts.count()]).toEqual(['ENOTFOUND', 0]);
    });
  });

  it('would be connected to without these agents', async () => {
    const lookup: LookupFunction = (_hostname, _options, callback) => {
      callback(null, [{ address: '127.0.0.1', family: 4 }]);
    };
    const plain = { httpAgent: new HttpAgent(), httpsAgent: new HttpsAgent() };
    server.redirectTo('/there');
    for (const host of ['rebind.example', '2130706433', '0x7f.1', '[::ffff:127.0.0.1]']) {
      expect(await ask(`http://${host}:${server.port}/`, plain, { lookup })).toBe('/there');
    }
    expect([attempts.count(), server.connections.length]).toEqual([4, 4]);
  });
});

/** Where a request would connect to; it is ended right before. */
function addressBeforeConnecting(url: string, { httpsAgent: agent }: OutboundAgents): Promise<string> {
  return new Promise((resolve) => {
    const request = httpsRequest(url, { agent });
    request.on('error', () => undefined);
    request.on('socket', (socket) => {
      socket.on('lookup', (_error, address) => {
        request.destroy();
        resolve(address);
      });
    });
  });
}

describe('a host and port that are allowed for development', () => {
  let server: CountingServer;

  beforeAll(async () => {
    server = await countingServer();
  });
  afterAll(() => {
    server.close();
  });

  it.each(['127.0.0.1', '127.1', '2130706433'])('may be an address: %s', async (host) => {
    const agents = outboundAgents({ allowedHosts: new Set([`127.0.0.1:${server.port}`]) });
    const before = server.connections.length;
    expect(await ask(`http://${host}:${server.port}/`, agents)).toBe('HTTP 204');
    expect(server.connections.length).toBe(before + 1);
  });

  it('may be a name that leads to this machine, asked for once per connection', async () => {
    const host = `playground:${server.port}`;
    const { asked, resolve } = dns(['127.0.0.1']);
    const agents = outboundAgents({ allowedHosts: new Set([host]), resolve });
    expect(await ask(`http://${host}/`, agents)).toBe('HTTP 204');
    expect(await ask(`http://${host}/`, agents)).toBe('HTTP 204');
    expect([asked, server.hosts.slice(-2)]).toEqual([
      ['playground', 'playground'],
      [host, host],
    ]);
  });

  it('are resolved by the machine unless told', async () => {
    const host = `localhost:${server.port}`;
    expect(await ask(`http://${host}/`, outboundAgents({ allowedHosts: new Set([host]) }))).toBe('HTTP 204');
  });

  it('let nothing else pass: no other port, no other name for the same address', async () => {
    const { resolve } = dns(['127.0.0.1']);
    const agents = outboundAgents({ allowedHosts: new Set([`playground:${server.port}`, 'data:443']), resolve });
    const before = server.connections.length;
    for (const url of [
      `http://127.0.0.1:${server.port}/`,
      `http://other:${server.port}/`,
      `http://playground.:${server.port}/`,
      'http://playground/',
      'https://playground/',
      'http://data/',
    ]) {
      expect(await ask(url, agents)).toBe(refused);
    }
    expect(server.connections.length).toBe(before);
  });
});

describe('the certificate of what is called', () => {
  let server: CountingServer;
  const { resolve } = dns(['127.0.0.1']);
  const trusting = { ca: certificate.cert };
  const agentsFor = (host: string) => outboundAgents({ allowedHosts: new Set([`${host}:${server.port}`]), resolve });

  beforeAll(async () => {
    server = await countingServer('https:');
  });
  afterAll(() => {
    server.close();
  });

  it('must be for its name', async () => {
    expect(await ask(`https://secure.example:${server.port}/`, agentsFor('secure.example'), trusting)).toBe('HTTP 204');
  });

  it('is not for a name because it is for the address that the name leads to', async () => {
    const outcome = await ask(`https://other.example:${server.port}/`, agentsFor('other.example'), trusting);
    expect(outcome).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  it('is not for a name because the Host header says another', async () => {
    const options = { ...trusting, headers: { host: 'secure.example' } };
    const outcome = await ask(`https://other.example:${server.port}/`, agentsFor('other.example'), options);
    expect(outcome).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  it('may be for an address where that is allowed', async () => {
    expect(await ask(`https://127.0.0.1:${server.port}/`, agentsFor('127.0.0.1'), trusting)).toBe('HTTP 204');
  });
});
