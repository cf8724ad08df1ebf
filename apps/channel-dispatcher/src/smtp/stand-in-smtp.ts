import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * - `well`: takes every message.
 * - `busy`: 451 for every recipient. `busyAfterBody`: 451 for every message.
 * - `drop`: ends the connection after a message. `silent`: says nothing after it, until it is made to `speak`.
 * - `closed`: ends every connection at once.
 */
export type Mood = 'well' | 'busy' | 'busyAfterBody' | 'drop' | 'silent' | 'closed';

/** A mail server that breaks the rules as it is told. */
export interface MoodyMailServer {
  port: number;
  mood: Mood;
  /** Every message whose end came, whatever was answered. */
  messages: string[];
  /** Takes every message after which it was silent. */
  speak(): void;
  stop(): Promise<void>;
}

/** Starts one that is well. */
export async function startMoodyMailServer(): Promise<MoodyMailServer> {
  const sockets = new Set<Socket>();
  const silenced: (() => void)[] = [];
  const smtp = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    if (server.mood === 'closed') socket.destroy();
    else converse(socket, server, silenced);
  });
  smtp.listen(0, '127.0.0.1');
  await once(smtp, 'listening');
  const server: MoodyMailServer = {
    port: (smtp.address() as AddressInfo).port,
    mood: 'well',
    messages: [],
    speak: () => {
      for (const answer of silenced.splice(0)) answer();
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      smtp.close();
      await once(smtp, 'close');
    },
  };
  return server;
}

function converse(socket: Socket, server: MoodyMailServer, silenced: (() => void)[]): void {
  let pending = '';
  let isBody = false;
  const say = (line: string) => socket.write(`${line}\r\n`);
  say('220 moody');
  socket.on('data', (bytes) => {
    pending += bytes.toString('latin1');
    for (;;) {
      const end = isBody ? '\r\n.\r\n' : '\r\n';
      const at = pending.indexOf(end);
      if (at === -1) return;
      const said = pending.slice(0, at);
      pending = pending.slice(at + end.length);
      if (!isBody) isBody = answer(said, server.mood, say);
      else {
        isBody = false;
        server.messages.push(said);
        if (server.mood === 'drop') socket.destroy();
        else if (server.mood === 'silent') silenced.push(() => say('250 taken'));
        else say(server.mood === 'busyAfterBody' ? '451 later' : '250 taken');
      }
    }
  });
}

/** Whether a message follows. */
function answer(command: string, mood: Mood, say: (line: string) => void): boolean {
  const verb = command.slice(0, 4).toUpperCase();
  if (verb === 'DATA') say('354 go on');
  else if (verb === 'RCPT' && mood === 'busy') say('451 busy');
  else say('250 fine');
  return verb === 'DATA';
}
