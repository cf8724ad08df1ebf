import { isPlainText, Problem } from '@clarion/service';
import type { PipeTransform } from '@nestjs/common';

/** `?sandbox=`: the one in which something must be to be there; absent: any. */
export class SandboxFilter implements PipeTransform {
  transform(sandbox: unknown): string | undefined {
    if (sandbox === undefined) return undefined;
    if (typeof sandbox === 'string' && isPlainText(sandbox)) return sandbox;
    throw new Problem(400, 'InvalidRequest', 'sandbox must be the name of one sandbox.');
  }
}
