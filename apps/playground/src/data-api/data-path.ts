/** What the data API offers; calls are counted, and behaviours set, by these paths. */
export const dataPaths = ['/lineup', '/offers', '/coupons', '/weather'] as const;

export type DataPath = (typeof dataPaths)[number];

export function isDataPath(value: unknown): value is DataPath {
  return dataPaths.some((path) => path === value);
}
