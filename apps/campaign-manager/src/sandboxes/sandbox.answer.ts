import { Type, type Static } from '@sinclair/typebox';
import { pageOf, written } from '../answer-fields.js';
import { firstKey } from '../keys/api-key.answer.js';

const sandbox = {
  id: Type.String({ description: 'Its name, too.' }),
  name: Type.String({ description: 'What calls send as `x-sandbox-name`.' }),
  title: Type.String(),
  requiresApproval: Type.Boolean(),
  ...written,
};

/** A sandbox as the API shows it. */
export const sandboxAnswer = Type.Object(sandbox, { $id: 'Sandbox' });

export type SandboxAnswer = Static<typeof sandboxAnswer>;

/** A sandbox that was just made, with the secret of its first key. */
export const madeSandboxAnswer = Type.Object({ ...sandbox, firstKey }, { $id: 'MadeSandbox' });

export type MadeSandboxAnswer = Static<typeof madeSandboxAnswer>;

export const sandboxesAnswer = pageOf({ sandboxes: Type.Array(sandboxAnswer) }, 'Sandboxes');

export type SandboxesAnswer = Static<typeof sandboxesAnswer>;
