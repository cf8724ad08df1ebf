import { isFailure } from '../failure.js';
import type { CallFailure } from '../call-failure.js';
import type { DataSourceClient } from '../data-source-client.js';
import { urlFault } from '@clarion/security';
import { authFailure } from './auth-failure.js';
import { openSecret } from './open-secret.js';
import { readToken, type Token } from './read-token.js';
import type { SecretOpener } from './secret-opener.js';
import { tokenRequest, type OAuth } from './token-request.js';

const timeoutMs = 10_000;
const largestBytes = 64 * 1024;

/** Access tokens, kept in memory for as long as they hold; one that is asked for by many is fetched once. */
export class Tokens {
  private readonly kept = new Map<string, { value: string; until: number }>();
  private readonly underWay = new Map<string, Promise<Token | CallFailure>>();

  /** @param now milliseconds of a clock that does not jump. */
  constructor(
    private readonly client: DataSourceClient,
    private readonly secrets: SecretOpener,
    private readonly allowedHosts: ReadonlySet<string>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * The account's token, or why there is none.
   * @param refused a token that the data source does not take (any more): it is not answered again.
   */
  async of(account: OAuth, sandbox: string, refused?: string): Promise<{ token: string } | CallFailure> {
    const key = keyOf(account, sandbox);
    const known = this.kept.get(key);
    if (known && known.until > this.now() && known.value !== refused) return { token: known.value };
    let asked = this.underWay.get(key);
    if (!asked) {
      asked = this.fetch(account, sandbox, key).finally(() => this.underWay.delete(key));
      this.underWay.set(key, asked);
    }
    const token = await asked;
    return isFailure(token) ? token : { token: token.value };
  }

  private async fetch(account: OAuth, sandbox: string, key: string): Promise<Token | CallFailure> {
    const token = await this.ask(account, sandbox);
    if (isFailure(token)) return token;
    const now = this.now();
    for (const [each, { until }] of this.kept) if (until <= now) this.kept.delete(each);
    this.kept.set(key, { value: token.value, until: now + token.usableMs });
    return token;
  }

  private async ask(account: OAuth, sandbox: string): Promise<Token | CallFailure> {
    const { tokenUrl: url, clientSecret } = account;
    const fault = urlFault(url, this.allowedHosts);
    if (fault !== undefined) {
      return { reason: 'DataSourceNotAllowed', detail: `of its token endpoint: ${fault}`, isRetryable: false };
    }
    const opened = openSecret(clientSecret, { sandbox, url }, this.secrets);
    if (isFailure(opened)) return opened;
    const { result } = await this.client.call({
      method: 'POST',
      url,
      ...tokenRequest(account, opened.secret),
      timeoutMs,
      maxBytes: largestBytes,
      // It may be for others, too: nobody who waits for it breaks it off.
      signal: new AbortController().signal,
    });
    if (result === 'interrupted') throw new Error('Nobody breaks off the call for a token');
    if (isFailure(result)) return { ...result, ...atEndpoint(result.detail), isRetryable: result.isRetryable };
    const token = readToken(result.body);
    return typeof token === 'string' ? atEndpoint(token) : token;
  }
}

function atEndpoint(detail: string): CallFailure {
  return authFailure(`its token endpoint gave no token: ${detail}`);
}

/** Who may open one secret is not to have the token of another: the sealed text is a part of it. */
function keyOf({ tokenUrl, clientId, clientSecret, scope }: OAuth, sandbox: string): string {
  return JSON.stringify([sandbox, tokenUrl, clientId, scope, clientSecret.sealed]);
}
