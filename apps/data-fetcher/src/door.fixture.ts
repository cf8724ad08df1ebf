import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a server that can be shut. */
export interface Door {
  /** The server's URL, by this way. */
  url: string;
  /** Ends all that goes through, and lets nothing through any more. */
  shut(): void;
  open(): void;
  close(): void;
}

/** Opens a way to the server that `url` names. */
export async function doorTo(url: string): Promise<Door> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let isOpen = true;
  const shut = () => {
    isOpen = false;
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((inner) => {
    if (!isOpen) return void inner.destroy();
    const outer = connect(Number(target.port), target.hostname);
    for (const [one, other] of [[inner, outer] as const, [outer, inner] as const]) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const way = new URL(url);
  way.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: way.href,
    shut,
    open: () => void (isOpen = true),
    close: () => {
      shut();
      server.close();
    },
  };
}
