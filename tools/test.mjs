import { join } from 'node:path';
import { prepare, root, run } from './prepare.mjs';

/** `npm test`: everything, or what the arguments (jest's own) choose. */
const jest = (...args) =>
  run(
    process.execPath,
    ['--experimental-vm-modules', '--no-warnings', join(root, 'node_modules/jest/bin/jest.js'), ...args],
    { graceMs: 10_000 }, // Kafka and Postgres have to be stopped
  );

await prepare();
const chosen = process.argv.slice(2);
const runs =
  chosen.length > 0
    ? [chosen]
    : [
        ['--selectProjects', 'unit', 'integration'],
        // Each end-to-end test runs the whole product: one after the other.
        ['--selectProjects', 'e2e', '--runInBand'],
      ];
let isGreen = true;
for (const args of runs) isGreen = (await jest(...args)).code === 0 && isGreen;
process.exit(isGreen ? 0 : 1);
