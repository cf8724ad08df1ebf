import { ServiceUnavailable, type DeliveryReport } from '@clarion/contracts';
import axios, { AxiosError, type AxiosInstance } from 'axios';

/** What feedback knows of an execution. */
export interface Reported {
  counts: { sent: number; failed: number; excluded: number };
  recipients: DeliveryReport[];
  next?: number;
}

/** Which recipients are asked for: those after this ordinal, at most so many. */
export interface RecipientPage {
  after?: string;
  limit?: string;
}

/** Asks feedback what became of an execution. */
export class FeedbackClient {
  private readonly http: AxiosInstance;

  constructor(internalUrl: string, serviceToken: string) {
    this.http = axios.create({
      baseURL: `${internalUrl}/internal/executions`,
      headers: { authorization: `Bearer ${serviceToken}` },
      timeout: 5_000,
      proxy: false,
    });
  }

  /**
   * `undefined` as long as nothing was reported.
   * @throws ServiceUnavailable
   */
  async reported(executionId: string, page: RecipientPage): Promise<Reported | undefined> {
    try {
      return (await this.http.get<Reported>(`/${encodeURIComponent(executionId)}`, { params: page })).data;
    } catch (error) {
      if (error instanceof AxiosError && error.response?.status === 404) return undefined;
      throw new ServiceUnavailable('feedback', error);
    }
  }
}
