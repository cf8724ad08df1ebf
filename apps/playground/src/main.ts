import { readConfig, type Config } from './config.js';
import { openLog } from './log.js';
import { startPlayground, type Playground } from './playground.js';

/** A stop that takes longer than this is cut short. */
const stopWithinMs = 1_800;

/** Runs until a signal; exits 0 after a stop and 1 when the playground cannot run. */
async function run(config: Config): Promise<void> {
  const log = openLog(config.logLevel);
  const stopOn = (signal: NodeJS.Signals, playground: Playground) => {
    process.once(signal, () => {
      log.stopping(signal);
      setTimeout(() => process.exit(0), stopWithinMs);
      void playground.stop().finally(() => {
        log.stopped();
        process.exit(0);
      });
    });
  };
  const playground = await startPlayground(config, log);
  stopOn('SIGTERM', playground);
  stopOn('SIGINT', playground);
}

try {
  await run(readConfig(process.env));
} catch (error) {
  openLog('fatal').cannotRun(error);
  process.exit(1);
}
