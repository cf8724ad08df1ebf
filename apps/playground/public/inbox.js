import { byId } from './element.js';
import { MessageList, maxRows } from './message-list.js';
import { MessagePane } from './message-pane.js';
import { watchInbox } from './inbox-stream.js';

/** @typedef {import('../src/message.js').Message} Message */
/** @typedef {import('../src/message.js').MessageSummary} MessageSummary */

const filter = byId('filter', HTMLInputElement);
const clear = byId('clear', HTMLButtonElement);
const list = new MessageList(byId('rows', HTMLOListElement));
const pane = new MessagePane();

/** What the server has of what is asked for; the list holds only the newest of it. */
let total = 0;
/** More than this the server does not keep. */
let limit = Infinity;
/** However many messages come, the page is changed this often at most. */
const showEveryMs = 100;
/** @type {MessageSummary[]} came since then, newest last */
let waiting = [];
let shownAt = -Infinity;

const stream = watchInbox({
  opened: ({ total: known, limit: most, messages }) => {
    waiting = [];
    total = known;
    limit = most;
    list.replace(messages);
    showCounts();
  },
  received: (message) => {
    total = Math.min(total + 1, limit);
    waiting.push(message);
    if (waiting.length === 1) setTimeout(requestAnimationFrame, shownAt + showEveryMs - performance.now(), showWaiting);
    // No frames come while the page is hidden, and more than this is never shown.
    if (waiting.length > maxRows * 2) waiting = waiting.slice(-maxRows);
  },
  cleared: () => {
    waiting = [];
    total = 0;
    list.replace([]);
    showCounts();
    location.hash = '';
  },
  changed: (state) => {
    const connection = byId('connection', HTMLElement);
    connection.dataset['state'] = state;
    connection.textContent = state === 'live' ? 'Live' : 'Reconnecting…';
  },
});

function showWaiting() {
  shownAt = performance.now();
  list.prepend(waiting.toReversed());
  waiting = [];
  showCounts();
}

function showCounts() {
  const isFiltered = filter.value.trim() !== '';
  const noun = isFiltered ? 'found' : total === 1 ? 'message' : 'messages';
  const all = `${total.toLocaleString()} ${noun}`;
  byId('count', HTMLElement).textContent = total > list.size ? `Newest ${list.size} of ${all}` : all;
  byId('empty', HTMLElement).hidden = total > 0 || isFiltered;
  byId('nothing-found', HTMLElement).hidden = total > 0 || !isFiltered;
  clear.disabled = total === 0 && !isFiltered;
}

/** The address says which message is read, so that back, forward and a shared link work. */
async function readSelected() {
  const id = location.hash.slice(1);
  list.select(id);
  document.body.classList.toggle('is-reading', id !== '');
  if (!id) {
    pane.showNone('Select a message to read it.');
    return;
  }
  const message = await fetchMessage(id);
  if (location.hash.slice(1) !== id) return; // another one was chosen meanwhile
  if (message) pane.show(message);
  else pane.showNone('This message is no longer here.');
  if (!list.isVisible) byId('subject', HTMLElement).focus();
}

/**
 * @param {string} id
 * @returns {Promise<Message | undefined>}
 */
async function fetchMessage(id) {
  const response = await fetch(`/api/messages/${encodeURIComponent(id)}`).catch(() => undefined);
  return response?.ok ? /** @type {Promise<Message>} */ (response.json()) : undefined;
}

let typing = 0;
filter.addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(() => {
    stream.narrowTo(filter.value.trim());
  }, 150);
});

document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.target instanceof HTMLInputElement) return;
  event.preventDefault();
  filter.focus();
});

clear.addEventListener('click', () => {
  void fetch('/api/messages', { method: 'DELETE' });
});

window.addEventListener('hashchange', () => {
  void readSelected();
});
void readSelected();
