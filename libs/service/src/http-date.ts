const imfDate = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;

/** Milliseconds since 1970 of a date as headers have it (RFC 9110 §5.6.7, without its obsolete forms); else `undefined`. */
export function httpDate(text: string): number | undefined {
  if (!imfDate.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
