import { Problem } from '@clarion/service';
import { Injectable } from '@nestjs/common';
import type { Definition } from '../definition.js';
import { DefinitionChanges } from '../definition-changes.js';
import { ApiKeyIssuer, type Asking } from '../keys/api-key-issuer.js';
import { apiKeys } from '../keys/shown-api-key.js';
import type { SandboxBody } from './sandbox.body.js';
import type { SandboxRow } from './sandbox.js';
import { SandboxesRepository } from './sandboxes.repository.js';

/** A sandbox that was just made, with its first key. */
export interface MadeSandbox {
  sandbox: SandboxRow;
  issued: Definition<'api-key'>;
  /** Nowhere but here. */
  secret: string;
}

/** Makes sandboxes, each with a first key: whoever makes one has no other way into it. */
@Injectable()
export class NewSandbox {
  constructor(
    private readonly changes: DefinitionChanges,
    private readonly sandboxes: SandboxesRepository,
  ) {}

  /**
   * Both or neither.
   * @throws Problem `SandboxExists`, `ScopeMissing`, `LabelMissing`
   */
  async make({ firstKey, ...settings }: SandboxBody, asking: Asking): Promise<MadeSandbox> {
    return this.changes.together(async (changes, transaction) => {
      const sandbox = await this.sandboxes.add(transaction, settings, asking);
      if (!sandbox) throw new Problem(409, 'SandboxExists', `There is a sandbox ${settings.name} already.`);
      const key = apiKeys.keyOf({ sandbox: sandbox.name, heldLabels: asking.heldLabels });
      return { sandbox, ...(await new ApiKeyIssuer(changes).issue(key, firstKey, asking)) };
    });
  }
}
