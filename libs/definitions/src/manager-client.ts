import type { DefinitionActivation, DefinitionKind, DefinitionVersion } from '@clarion/contracts';
import { InternalClient } from '@clarion/service';

/** Asks the campaign-manager for a definition that no event has brought yet. */
export class ManagerClient {
  private readonly manager: InternalClient;

  constructor(internalUrl: string, serviceToken: string) {
    this.manager = new InternalClient({ service: 'campaign-manager', internalUrl, serviceToken, timeoutMs: 2_000 });
  }

  /** @throws ServiceUnavailable */
  async active(kind: DefinitionKind, id: string): Promise<(DefinitionActivation & DefinitionVersion) | undefined> {
    return this.manager.get(`/internal/definitions/${kind}/${encodeURIComponent(id)}`);
  }

  /** @throws ServiceUnavailable */
  async version(kind: DefinitionKind, id: string, version: number): Promise<DefinitionVersion | undefined> {
    return this.manager.get(`/internal/definitions/${kind}/${encodeURIComponent(id)}/versions/${version}`);
  }
}
