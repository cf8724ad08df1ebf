import { byId, create } from './element.js';
import { mailDocument } from './mail-document.js';

/** @typedef {import('../src/message.js').Message} Message */
/** @typedef {'html' | 'text' | 'headers'} Part */

/** @type {readonly Part[]} */
const parts = ['html', 'text', 'headers'];

const fullTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** The message that is being read, and the tab that shows one part of it. */
export class MessagePane {
  /** @type {Part} what the reader chose last */
  #wanted = 'html';
  /** @type {Message | undefined} */
  #shown;

  constructor() {
    for (const part of parts) {
      tabOf(part).addEventListener('click', () => {
        this.#choose(part);
      });
    }
    byId('tabs', HTMLElement).addEventListener('keydown', (event) => {
      this.#moveTab(event);
    });
  }

  /** @param {Message} message */
  show(message) {
    this.#shown = message;
    say('subject', message.subject || 'No subject');
    say('from', message.from || 'the null sender (a bounce)');
    say('to', message.to);
    say('at', fullTime.format(new Date(message.receivedAt)));
    say('text', message.text);
    byId('no-text', HTMLElement).hidden = message.text !== '';
    this.#showHtml(message.html);
    byId('headers', HTMLElement).replaceChildren(...Object.entries(message.headers).flatMap(headerRows));
    this.#showPart(this.#wanted === 'html' && !message.html ? 'text' : this.#wanted);
    byId('message', HTMLElement).hidden = false;
    byId('hint', HTMLElement).hidden = true;
  }

  /** @param {string} hint says why there is no message here */
  showNone(hint) {
    this.#shown = undefined;
    say('hint', hint);
    byId('message', HTMLElement).hidden = true;
    byId('hint', HTMLElement).hidden = false;
    this.#showHtml('');
  }

  /** @param {string} html */
  #showHtml(html) {
    const frame = byId('mail', HTMLIFrameElement);
    frame.srcdoc = html && mailDocument(html);
    frame.hidden = !html;
    byId('no-html', HTMLElement).hidden = html !== '';
  }

  /** @param {Part} part */
  #choose(part) {
    this.#wanted = part;
    if (this.#shown) this.#showPart(part);
  }

  /** @param {Part} shown */
  #showPart(shown) {
    for (const part of parts) {
      tabOf(part).setAttribute('aria-selected', String(part === shown));
      tabOf(part).tabIndex = part === shown ? 0 : -1;
      byId(`panel-${part}`, HTMLElement).hidden = part !== shown;
    }
  }

  /** @param {KeyboardEvent} event */
  #moveTab(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = parts.findIndex((part) => tabOf(part) === document.activeElement);
    const next = step && parts.at((at + step) % parts.length);
    if (!next) return;
    event.preventDefault();
    tabOf(next).focus();
    this.#choose(next);
  }
}

/** @param {Part} part */
function tabOf(part) {
  return byId(`tab-${part}`, HTMLButtonElement);
}

/**
 * @param {string} id
 * @param {string} text
 */
function say(id, text) {
  byId(id, HTMLElement).textContent = text;
}

/** @param {[name: string, value: string | readonly string[]]} header */
function headerRows([name, value]) {
  return [value].flat().map((single) => {
    const row = create('tr', '');
    const head = create('th', '', name);
    head.scope = 'row';
    row.append(head, create('td', '', single));
    return row;
  });
}
