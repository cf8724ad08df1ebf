import { describe, expect, it } from '@jest/globals';
import { javaMajorVersion } from './java.js';

describe('javaMajorVersion', () => {
  it('reads what the Javas of the last twenty years say', () => {
    expect(javaMajorVersion('openjdk version "17.0.15" 2025-04-15\nOpenJDK Runtime Environment')).toBe(17);
    expect(javaMajorVersion('openjdk version "25" 2025-09-16')).toBe(25);
    expect(javaMajorVersion('java version "1.8.0_392"')).toBe(8);
  });

  it('finds none in the text of something else', () => {
    expect(javaMajorVersion('The operation could not be completed. Unable to locate a Java Runtime.')).toBeUndefined();
  });
});
