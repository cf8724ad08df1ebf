import { join } from 'node:path';
import { prepare, root, run, stepLine } from './prepare.mjs';

/** `npm run check`: format, lint, types (by the build) and unit tests; what does not need another runs beside it. */
const bin = (path, ...args) => [process.execPath, [join(root, 'node_modules', path), ...args]];

async function check(name, [file, args], env = {}) {
  const start = performance.now();
  const { code, text } = await run(file, args, { isQuiet: true, env });
  console.log(stepLine(code === 0 ? '✓' : '✗', name, performance.now() - start));
  if (code !== 0) console.log(text);
  return code === 0;
}

await prepare();
const unit = bin('jest/bin/jest.js', '--selectProjects', 'unit', '--maxWorkers', '1');
const results = await Promise.all([
  check('lint', bin('eslint/bin/eslint.js', '.', '--cache', '--cache-location', '.cache/eslint'), {
    NX_DAEMON: 'false',
  }),
  check('format', bin('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '--cache', '.')).then(
    async (isGreen) => (await check('unit tests', unit, { NODE_OPTIONS: '--experimental-vm-modules' })) && isGreen,
  ),
]);
process.exit(results.every(Boolean) ? 0 : 1);
