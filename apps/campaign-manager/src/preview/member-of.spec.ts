import { describe, expect, it } from '@jest/globals';
import { memberOf } from './member-of.js';

const told = (attributes: string[], profile: Record<string, unknown>) =>
  memberOf({ inboundColumns: attributes.map((attribute) => ({ key: attribute, attribute })) }, profile);

describe('what a data source is told of a person', () => {
  it('has values by the paths of their attributes, and those alone', () => {
    const profile = { homeAddress: { city: 'Oslo', street: 'Storgata' }, tier: 'gold' };
    expect(told(['homeAddress.city', 'tier'], profile)).toEqual({ 'homeAddress.city': 'Oslo', tier: 'gold' });
  });

  it('leaves out what there is not, and reads no prototype', () => {
    expect(told(['homeAddress.city', 'tier.name', 'constructor.name'], { tier: 'gold' })).toEqual({});
  });
});
