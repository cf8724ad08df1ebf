/** What can be called from outside; calls are counted, and behaviours set, by these paths. */
export const dataPaths = ['/lineup', '/offers', '/coupons', '/weather', '/webhook'] as const;

export type DataPath = (typeof dataPaths)[number];

export function isDataPath(value: unknown): value is DataPath {
  return dataPaths.some((path) => path === value);
}
