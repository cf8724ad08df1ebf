import { join } from 'node:path';
import { prepare, root, run, stepLine } from './prepare.mjs';

/** `npm run check`: lint, types, format and unit tests, two at a time. */
const nx = { NX_DAEMON: 'false' };
const bin = (path, ...args) => [process.execPath, [join(root, 'node_modules', path), ...args]];

async function check(name, [file, args], env = {}) {
  const start = performance.now();
  const { code, text } = await run(file, args, { isQuiet: true, env });
  console.log(stepLine(code === 0 ? '✓' : '✗', name, performance.now() - start));
  if (code !== 0) console.log(text);
  return code === 0;
}

/** One after the other, also when one fails. */
async function inOrder(...checks) {
  let isGreen = true;
  for (const next of checks) isGreen = (await next()) && isGreen;
  return isGreen;
}

await prepare({ isBuilt: false });
const results = await Promise.all([
  inOrder(
    // The boundary rule reads Nx's graph of the projects from its cache, and is silent without one.
    () => check('project graph', bin('nx/dist/bin/nx.js', 'show', 'projects'), nx),
    () => check('lint', bin('eslint/bin/eslint.js', '.', '--cache', '--cache-location', '.cache/eslint'), nx),
  ),
  inOrder(
    // All projects as one program: a third of the time of building them one after the other.
    () => check('types', bin('typescript/bin/tsc', '--project', 'tools/check.tsconfig.json')),
    () => check('types of the page', bin('typescript/bin/tsc', '--build', 'apps/playground/public')),
    () => check('format', bin('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '--cache', '.')),
    () =>
      check('unit tests', bin('jest/bin/jest.js', '--selectProjects', 'unit', '--maxWorkers', '1'), {
        NODE_OPTIONS: '--experimental-vm-modules',
      }),
  ),
]);
process.exit(results.every(Boolean) ? 0 : 1);
