import { headerOfAuth } from '@clarion/security';
import type { DataSourceAuth } from '@clarion/contracts';
import type { SecretOpener } from '../auth/secret-opener.js';
import type { DataSourceClient } from '../data-source-client.js';

/** Remembers what proved who asked, so that an answer that repeats it can be shown without. */
export class Witness {
  readonly seen = new Set<string>();

  /** Opens secrets as `opener` does. */
  opener(opener: SecretOpener): SecretOpener {
    return {
      open: (secret, sandbox) => {
        const opened = opener.open(secret, sandbox);
        this.seen.add(opened);
        return opened;
      },
    };
  }

  /** Calls as `client` does. */
  client(client: DataSourceClient, auth: DataSourceAuth | undefined): Pick<DataSourceClient, 'call'> {
    const name = headerOfAuth(auth);
    return {
      call: (call) => {
        const proof = name === undefined ? undefined : call.headers?.[name];
        // Also without its scheme: `Basic …`, `Bearer …`.
        if (proof !== undefined) this.seen.add(proof).add(proof.replace(/^(Basic|Bearer) /, ''));
        return client.call(call);
      },
    };
  }
}
