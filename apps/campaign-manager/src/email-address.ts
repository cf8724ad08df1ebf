import { isPlainText, Problem } from '@clarion/service';
import { Injectable, type PipeTransform } from '@nestjs/common';

/**
 * An e-mail address in a path. What is a good address is for the resolver to say: also a bad one that was kept may be
 * suppressed.
 */
@Injectable()
export class EmailAddress implements PipeTransform<unknown, string> {
  transform(address: unknown): string {
    if (typeof address === 'string' && address.length <= 320 && /.@./.test(address) && isPlainText(address))
      return address;
    throw new Problem(400, 'InvalidRequest', 'The path must end in an e-mail address of at most 320 characters.');
  }
}
