/** @typedef {import('../src/message.js').MessageSummary} MessageSummary */

/**
 * @typedef {object} InboxWatcher
 * @property {(inbox: {total: number, limit: number, messages: MessageSummary[]}) => void} opened at the start, and
 *   again after every interruption: what was known before counts no more
 * @property {(message: MessageSummary) => void} received
 * @property {() => void} cleared
 * @property {(state: 'live' | 'connecting') => void} changed
 */

const reopenAfterMs = 2000;

/**
 * Follows the inbox for as long as the page lives, through lost connections and restarts of the server.
 *
 * @param {InboxWatcher} watcher
 */
export function watchInbox(watcher) {
  let recipient = '';
  let source = open();

  function open() {
    const opened = new EventSource(`/api/messages/stream?recipient=${encodeURIComponent(recipient)}`);
    opened.addEventListener('inbox', (event) => {
      watcher.changed('live');
      watcher.opened(dataOf(event));
    });
    opened.addEventListener('received', (event) => {
      watcher.received(dataOf(event));
    });
    opened.addEventListener('cleared', () => {
      watcher.cleared();
    });
    opened.addEventListener('error', () => {
      watcher.changed('connecting');
      // Most interruptions the browser mends by itself; it gives up when the answer is not a stream.
      if (opened.readyState === EventSource.CLOSED) setTimeout(reopen, reopenAfterMs, opened);
    });
    return opened;
  }

  /** @param {EventSource} closed */
  function reopen(closed) {
    if (source === closed) source = open();
  }

  return {
    /** @param {string} text only recipients that contain it are of interest; `''` for all */
    narrowTo(text) {
      recipient = text;
      source.close();
      source = open();
    },
  };
}

/**
 * @template T
 * @param {MessageEvent} event
 * @returns {T}
 */
function dataOf(event) {
  /** @type {unknown} */
  const data = JSON.parse(String(event.data));
  return /** @type {T} */ (data);
}
