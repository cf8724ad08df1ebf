import type { Config } from './config.js';
import { buildHttpServer } from './http-server.js';
import { openLog } from './log.js';
import { startMailServer } from './mail-server.js';
import { MessageStore } from './message-store.js';
import { portInUse } from './port-in-use.js';

/** A running playground. */
export interface Playground {
  readonly httpUrl: string;
  readonly smtpPort: number;
  /** Ends the streams and both servers; resolves once nothing listens any more. */
  readonly stop: () => Promise<void>;
}

/** Starts both servers, or neither: throws `PortInUse` when a port is taken. */
export async function startPlayground(config: Config, log = openLog(config.logLevel)): Promise<Playground> {
  const store = new MessageStore(config.maxMessages);
  const mail = await startMailServer({
    host: config.host,
    port: config.smtpPort,
    deliver: (message) => {
      store.add(message);
    },
    failed: log.mailFailed,
  });
  try {
    const http = await buildHttpServer({ store, log, isMailAccepted: mail.isListening });
    const httpUrl = await http.listen({ host: config.host, port: config.httpPort });
    log.started({ httpUrl, smtpPort: mail.port });
    return {
      httpUrl,
      smtpPort: mail.port,
      stop: async () => {
        await Promise.all([http.close(), mail.stop()]);
      },
    };
  } catch (error) {
    await mail.stop();
    throw portInUse(error, config.httpPort, 'PORT') ?? error;
  }
}
