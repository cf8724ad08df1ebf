import type { ServerResponse } from 'node:http';

const keepAliveMs = 15_000;
const reconnectAfterMs = 1_000;
/** A listener that is this far behind is cut off; it reconnects and starts afresh. */
const maxBacklogBytes = 4 * 1024 * 1024;

/** One listener of Server-Sent Events. */
export interface EventStream {
  /** Does nothing once the stream has ended. */
  readonly send: (event: string, data: unknown) => void;
  readonly end: () => void;
}

/** Answers with Server-Sent Events until someone ends it; `ended` is called once, however that came about. */
export function openEventStream(response: ServerResponse, ended: () => void): EventStream {
  const write = (text: string) => {
    if (response.writableEnded || response.destroyed) return;
    if (response.writableLength > maxBacklogBytes) response.destroy();
    else response.write(text);
  };
  const keepAlive = setInterval(write, keepAliveMs, ': keep-alive\n\n');
  response.once('close', () => {
    clearInterval(keepAlive);
    ended();
  });

  // Closing the connection together with the stream lets the server stop at once.
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', connection: 'close' });
  write(`retry: ${reconnectAfterMs}\n\n`);
  return {
    send: (event, data) => {
      write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    },
    end: () => response.end(),
  };
}
