/**
 * A mail's HTML made ready for the sandboxed frame: every link and form would open a new window, which the sandbox
 * forbids, so none leads anywhere. Scripts need no care here: sandbox and Content-Security-Policy both forbid them.
 *
 * @param {string} html
 * @returns {string}
 */
export function mailDocument(html) {
  const mail = new DOMParser().parseFromString(html, 'text/html');
  for (const base of mail.querySelectorAll('base')) base.remove();
  for (const leading of mail.querySelectorAll('[target]')) leading.setAttribute('target', '_blank');
  const base = mail.createElement('base');
  base.target = '_blank';
  mail.head.prepend(base);
  const doctype = mail.compatMode === 'CSS1Compat' ? '<!doctype html>' : '';
  return doctype + mail.documentElement.outerHTML;
}
