/** The shop's latest offers, always the same. Prices are in euros. */
export const offers = [
  { id: 'scarf', title: 'Home scarf', price: 14.9, validUntil: '2030-06-30' },
  { id: 'jersey', title: 'Home jersey, last season', price: 39, validUntil: '2030-06-30' },
  { id: 'family-ticket', title: 'Family ticket for four', price: 79.5, validUntil: '2030-05-31' },
  { id: 'stadium-tour', title: 'Stadium tour', price: 12, validUntil: '2030-12-31' },
  { id: 'season-pass', title: 'Season pass, early bird', price: 249, validUntil: '2030-04-15' },
] as const;
