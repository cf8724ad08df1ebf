import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { DataSourceTrials } from './data-source-trials.js';
import type { Trial, TrialResult } from './trial.js';

/** One call of a data source that is being written, for the manager, who has checked it. `runService` guards `/internal`. */
@Controller('internal/data-sources')
export class DataSourceTrialsController {
  constructor(private readonly trials: DataSourceTrials) {}

  @Post('test')
  @HttpCode(200)
  async test(@Body() trial: object): Promise<TrialResult> {
    return this.trials.of(trial as Trial);
  }
}
