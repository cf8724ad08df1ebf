/** Where an answer is from, by how its fetch ended. */
export const originOf = {
  fetched: 'call',
  confirmed: 'confirmed',
  shared: 'shared',
  stale: 'stale',
  fallback: 'fallback',
  sampled: 'sample',
} as const;
