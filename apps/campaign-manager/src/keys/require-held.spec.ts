import { describe, expect, it } from '@jest/globals';
import { requireHeld } from './require-held.js';

describe('what a key gives', () => {
  it('may be all that it has, or less', () => {
    expect(() => {
      requireHeld(['campaigns:read', 'api-keys:write'], ['api-keys:write', 'campaigns:read']);
      requireHeld([], []);
    }).not.toThrow();
  });

  it('is nothing that it has not', () => {
    expect(() => {
      requireHeld(['campaigns:read', 'profiles:write', 'campaigns:write'], ['campaigns:read', 'api-keys:write']);
    }).toThrow(
      expect.objectContaining({
        status: 403,
        code: 'ScopeMissing',
        message: 'A key gives only what it has; yours lacks profiles:write, campaigns:write.',
      }),
    );
  });
});
