import { create } from './element.js';

/** @typedef {import('../src/message.js').MessageSummary} MessageSummary */

/** How many rows the page holds, however many messages there are. */
export const maxRows = 200;

/** Rows that come in larger numbers are not pointed out one by one. */
const maxHighlighted = 20;

/** The newest messages as links, newest on top. Rows that are there stay untouched when others come. */
export class MessageList {
  /** @param {HTMLOListElement} rows */
  constructor(rows) {
    this.rows = rows;
    this.selectedId = '';
    rows.addEventListener('animationend', ({ target }) => {
      if (target instanceof Element) target.classList.remove('is-new');
    });
    rows.addEventListener('keydown', (event) => {
      this.#move(event);
    });
  }

  get size() {
    return this.rows.childElementCount;
  }

  /**
   * @param {readonly MessageSummary[]} messages newest first
   */
  replace(messages) {
    this.rows.replaceChildren(...messages.slice(0, maxRows).map((message) => this.#rowOf(message)));
  }

  /**
   * @param {readonly MessageSummary[]} messages newest first
   */
  prepend(messages) {
    const added = messages.slice(0, maxRows).map((message) => this.#rowOf(message));
    if (added.length <= maxHighlighted) for (const row of added) row.classList.add('is-new');
    this.rows.prepend(...added);
    while (this.size > maxRows) this.rows.lastElementChild?.remove();
  }

  /** A phone shows either the list or the message. */
  get isVisible() {
    return this.rows.offsetParent !== null;
  }

  /** @param {string} id of the message that is being read, `''` for none */
  select(id) {
    this.selectedId = id;
    for (const link of this.rows.querySelectorAll('a')) markSelected(link, id);
  }

  /** @param {MessageSummary} message */
  #rowOf(message) {
    const link = create('a', 'row');
    link.href = `#${message.id}`;
    const time = create('time', 'row-time', shortTime(message.receivedAt));
    time.dateTime = message.receivedAt;
    link.append(
      create('span', 'row-to', message.to),
      time,
      create('span', message.subject ? 'row-subject' : 'row-subject is-missing', message.subject || 'No subject'),
      create('span', `badge badge-${message.channel}`, message.channel),
    );
    markSelected(link, this.selectedId);
    const row = create('li', '');
    row.append(link);
    return row;
  }

  /**
   * Up and down read the neighbour, without a step in the history for each.
   *
   * @param {KeyboardEvent} event
   */
  #move(event) {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const row = event.target instanceof Element ? event.target.closest('li') : null;
    const link = (event.key === 'ArrowDown' ? row?.nextElementSibling : row?.previousElementSibling)?.querySelector(
      'a',
    );
    if (!link) return;
    event.preventDefault();
    link.focus();
    location.replace(link.href);
  }
}

/**
 * @param {HTMLAnchorElement} link
 * @param {string} id
 */
function markSelected(link, id) {
  if (link.hash === `#${id}`) link.setAttribute('aria-current', 'true');
  else link.removeAttribute('aria-current');
}

const timeOfDay = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

/** @param {string} receivedAt */
function shortTime(receivedAt) {
  const at = new Date(receivedAt);
  const isToday = at.toDateString() === new Date().toDateString();
  return isToday ? timeOfDay.format(at) : `${day.format(at)}, ${timeOfDay.format(at)}`;
}
