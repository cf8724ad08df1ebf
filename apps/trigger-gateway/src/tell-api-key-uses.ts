import { newTraceparent } from '@clarion/observability';
import { InternalClient, type ApiKeyUse } from '@clarion/service';

/** Tells the campaign-manager which keys were used with this service. */
export function tellApiKeyUses(internalUrl: string, serviceToken: string) {
  const manager = new InternalClient({ service: 'campaign-manager', internalUrl, serviceToken });
  return async (uses: ApiKeyUse[]): Promise<void> => {
    const { status } = await manager.post('/internal/api-key-uses', { uses }, newTraceparent());
    if (status !== 200) throw new Error(`The campaign-manager answered ${status} to the use of keys`);
  };
}
