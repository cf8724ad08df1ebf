/** Of whatever a link in a mail gets: nobody keeps or lists it, takes it for something else, or tells where its link was. */
export const linkHeaders = {
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};
