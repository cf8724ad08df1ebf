import { CurrentTrace } from '@clarion/service';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import type { Proof } from './proof-execution.js';
import { Proofs } from './proofs.js';

/** Test sends, for the manager, who has checked them. `runService` guards `/internal`. */
@Controller('internal/proofs')
export class ProofsController {
  constructor(private readonly proofs: Proofs) {}

  @Post()
  @HttpCode(202)
  async accept(@Body() proof: object, @CurrentTrace() traceparent: string): Promise<{ executionId: string }> {
    return this.proofs.accept(proof as Proof, traceparent);
  }
}
