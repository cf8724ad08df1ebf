import {
  ServiceUnavailable,
  type DefinitionActivation,
  type DefinitionKind,
  type DefinitionVersion,
} from '@clarion/contracts';
import axios, { AxiosError, type AxiosInstance } from 'axios';

/** Asks the campaign-manager for a definition that no event has brought yet. */
export class ManagerClient {
  private readonly http: AxiosInstance;

  constructor(internalUrl: string, serviceToken: string) {
    this.http = axios.create({
      baseURL: `${internalUrl}/internal/definitions`,
      headers: { authorization: `Bearer ${serviceToken}` },
      timeout: 2_000,
      proxy: false,
    });
  }

  /** @throws ServiceUnavailable */
  async active(kind: DefinitionKind, id: string): Promise<(DefinitionActivation & DefinitionVersion) | undefined> {
    return this.get(`/${kind}/${encodeURIComponent(id)}`);
  }

  /** @throws ServiceUnavailable */
  async version(kind: DefinitionKind, id: string, version: number): Promise<DefinitionVersion | undefined> {
    return this.get(`/${kind}/${encodeURIComponent(id)}/versions/${version}`);
  }

  private async get<Answer>(path: string): Promise<Answer | undefined> {
    try {
      return (await this.http.get<Answer>(path)).data;
    } catch (error) {
      if (error instanceof AxiosError && error.response?.status === 404) return undefined;
      throw new ServiceUnavailable('campaign-manager', error);
    }
  }
}
