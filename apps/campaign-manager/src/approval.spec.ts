import type { Campaign } from '@clarion/contracts';
import { Problem } from '@clarion/service';
import { describe, expect, it } from '@jest/globals';
import { hashOfVersion, requireApproved, requireOther } from './approval.js';

const version: Campaign = {
  name: 'Match day',
  category: 'marketing',
  channel: 'email',
  channelConfigurationId: 'cc1',
  identityNamespace: 'email',
  createNewProfiles: false,
  content: [{ treatment: 'A', locale: 'en', subject: 's', html: 'h' }],
};
const approved = {
  review: 'approved' as const,
  approvedHash: hashOfVersion(version),
  draftAuthors: ['writer', 'editor'],
  needsApproval: true,
};

describe('who may approve', () => {
  it.each(['writer', 'editor'])('is not the %s', (keyId) => {
    expect(
      codeOf(() => {
        requireOther(approved, keyId);
      }),
    ).toBe('ApproverIsAuthor');
  });

  it('is anybody else', () => {
    expect(
      codeOf(() => {
        requireOther(approved, 'chief');
      }),
    ).toBeUndefined();
  });
});

describe('what may go live', () => {
  it('is what was approved', () => {
    expect(
      codeOf(() => {
        requireApproved(approved, version);
      }),
    ).toBeUndefined();
  });

  it.each(['none', 'requested'] as const)('is no draft whose review is %s', (review) => {
    expect(
      codeOf(() => {
        requireApproved({ ...approved, review }, version);
      }),
    ).toBe('ApprovalMissing');
  });

  it('is nothing else than what was approved', () => {
    const audience: Campaign['audience'] = { id: 'a1', kind: 'list', identities: [] };
    expect(
      codeOf(() => {
        requireApproved(approved, { ...version, audience });
      }),
    ).toBe('ApprovalOutdated');
    expect(
      codeOf(() => {
        requireApproved({ ...approved, approvedHash: null }, version);
      }),
    ).toBe('ApprovalOutdated');
  });

  it('is anything where the sandbox demands no approval', () => {
    expect(
      codeOf(() => {
        requireApproved({ ...approved, review: 'none', needsApproval: false }, version);
      }),
    ).toBeUndefined();
  });
});

function codeOf(act: () => void): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}
