import { describe, expect, it } from '@jest/globals';
import { areConsents } from './are-consents.js';

describe('consents', () => {
  it.each([{}, { email: false }, { email: true, sms: false, push: true }])('are %j', (value) => {
    expect(areConsents(value)).toBe(true);
  });

  it.each([null, true, 'email', ['email'], { email: 'no' }, { email: null }, { fax: false }])('are not %j', (value) => {
    expect(areConsents(value)).toBe(false);
  });
});
