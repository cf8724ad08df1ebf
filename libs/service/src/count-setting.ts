import { EnvError, makeValidator } from 'envalid';

/** A whole number from 1 to 999,999,999 (an envalid validator). */
export const countSetting = makeValidator((value) => {
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
  throw new EnvError('must be a whole number, from 1');
});
