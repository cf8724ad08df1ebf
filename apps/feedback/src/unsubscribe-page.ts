import { createHash } from 'node:crypto';
import type { Wish } from './engagement.js';
import { linkHeaders } from './link-headers.js';
import { formValues } from './unsubscribe-form.js';
import { pageText, type PageName } from './unsubscribe-texts.js';

const style = `
  :root { color-scheme: light dark; font: 1.125rem/1.6 system-ui, sans-serif; }
  main { max-width: 32rem; margin: 12vh auto 0; padding: 0 1.5rem; }
  h1 { font-size: 1.6rem; line-height: 1.25; }
  button { font: inherit; padding: 0.6em 1.2em; border: 2px solid #1d4ed8; border-radius: 0.4em; background: #1d4ed8; color: #fff; cursor: pointer; }
  button:focus-visible { outline: 3px solid currentColor; outline-offset: 3px; color: #fff; }
`;

/** Of every page: nothing runs, nothing is loaded, nobody keeps, lists or frames it, and its link goes nowhere else. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    `default-src 'none'`,
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
    `base-uri 'none'`,
  ].join('; '),
  ...linkHeaders,
};

/** What the page's button says; where it says nothing, the page has none. */
const wishOnPage: Partial<Record<PageName, Wish>> = {
  ask: 'unsubscribed',
  unsubscribed: 'resubscribed',
  resubscribed: 'unsubscribed',
  later: 'unsubscribed',
};

/** A page that needs no script. Its form posts to the page's own address, so that it works wherever that is. */
export function unsubscribePage(name: PageName, locale: string): string {
  const { language, title, text, button } = pageText(name, locale);
  const wish = wishOnPage[name];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${text}</p>
${wish && button ? formOf(wish, button) : ''}
</main>
</body>
</html>
`;
}

function formOf(wish: Wish, button: string): string {
  const { name, value } = formValues(wish);
  return `<form method="post"><input type="hidden" name="${name}" value="${value}"><button>${button}</button></form>`;
}
