import { describe, expect, it } from '@jest/globals';
import { fanProfiles } from './fans.js';

describe('the fans of Match day', () => {
  it('are fifty in three cities, each with an identity and an address of their own', async () => {
    const fans = await fanProfiles();
    expect(fans).toHaveLength(50);
    expect(new Set(fans.map(({ attributes }) => attributes.homeAddress.city))).toEqual(
      new Set(['London', 'Madrid', 'Munich']),
    );
    const addresses = fans.map(({ attributes }) => attributes.personalEmail.address);
    expect(new Set(addresses).size).toBe(50);
    expect(addresses.filter((address) => !/^[a-z]+\.[a-z]+@fans\.example$/.test(address))).toEqual([]);
    expect(fans.map(({ identities }) => identities[0]?.userId)).toEqual(
      Array.from({ length: 50 }, (_, index) => `fan-${String(index + 1).padStart(3, '0')}`),
    );
  });

  it('read Spanish in Madrid, and here and there elsewhere', async () => {
    const languages = (await fanProfiles()).map(({ attributes, language }) => [attributes.homeAddress.city, language]);
    const inMadrid = languages.filter(([city]) => city === 'Madrid');
    expect(new Set(inMadrid.map(([, language]) => language))).toEqual(new Set(['es']));
    const elsewhere = languages.filter(([city]) => city !== 'Madrid');
    expect(new Set(elsewhere.map(([, language]) => language))).toEqual(new Set(['en', 'es']));
  });
});
