import type { DataSourceAuth } from '@clarion/contracts';
import { headerOfAuth } from '@clarion/security';
import type { CallFailure } from '../call-failure.js';
import type { CallEnd, DataSourceCall, DataSourceClient } from '../data-source-client.js';
import { isFailure } from '../failure.js';
import { openSecret } from './open-secret.js';
import { proofOf } from './proof.js';
import type { SecretOpener } from './secret-opener.js';
import type { Tokens } from './tokens.js';
import type { OAuth } from './token-request.js';
import { unlessAborted } from './unless-aborted.js';

/** Who asks a data source. */
export interface Caller {
  /** Absent: it is not proved. */
  auth?: DataSourceAuth | undefined;
  sandbox: string;
}

/** A call with what proves who asks, or why it cannot be made. */
type Proven = { headers: Record<string, string>; token?: string } | CallFailure | 'interrupted';

/** Calls data sources and proves who asks. */
export class AuthenticatedClient {
  constructor(
    private readonly client: Pick<DataSourceClient, 'call'>,
    private readonly secrets: SecretOpener,
    private readonly tokens: Tokens,
  ) {}

  /** As that of `DataSourceClient`. Where the data source does not take a token, once more, with a new one (B-34). */
  async call(call: DataSourceCall, by: Caller): Promise<CallEnd> {
    const proven = await this.prove(call, by);
    const end = await this.callAs(call, proven);
    const { token } = typeof proven === 'object' && 'headers' in proven ? proven : {};
    if (token === undefined || end.status !== 401) return end;
    return this.callAs(call, await this.prove(call, by, token));
  }

  private callAs(call: DataSourceCall, proven: Proven): Promise<CallEnd> {
    if (proven === 'interrupted' || isFailure(proven)) {
      return Promise.resolve({ status: null, bytes: 0, result: proven });
    }
    return this.client.call({ ...call, headers: { ...call.headers, ...proven.headers } });
  }

  private async prove(call: DataSourceCall, { auth, sandbox }: Caller, refused?: string): Promise<Proven> {
    if (!auth) return { headers: {} };
    if (auth.kind === 'oauth2') return this.proveByToken(auth, sandbox, call.signal, refused);
    const sealed = auth.kind === 'header' ? auth.value : auth.kind === 'basic' ? auth.password : auth.secret;
    const opened = openSecret(sealed, { sandbox, url: call.url }, this.secrets);
    if (isFailure(opened)) return opened;
    const proof = proofOf(auth, opened.secret, { ...call, body: call.body ?? null }, new Date());
    return isFailure(proof) ? proof : { headers: { [headerOfAuth(auth)]: proof.value } };
  }

  private async proveByToken(auth: OAuth, sandbox: string, signal: AbortSignal, refused?: string): Promise<Proven> {
    const answer = await unlessAborted(this.tokens.of(auth, sandbox, refused), signal);
    if (answer === 'interrupted' || isFailure(answer)) return answer;
    return { headers: { authorization: `Bearer ${answer.token}` }, token: answer.token };
  }
}
