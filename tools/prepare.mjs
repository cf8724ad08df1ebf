import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the clone. */
export const root = join(import.meta.dirname, '..');

const endings = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };
const running = new Set();

/**
 * Makes a fresh clone ready to run: checks Node, installs the packages when they are missing or older than the lock
 * file, and builds. Ends the process with 1, and one clear sentence, when that fails.
 */
export async function prepare() {
  requireNode();
  stopOnSignal();
  if (!isInstalled()) await step('packages', 'npm', ['ci', '--no-fund', '--no-audit']);
  await step('build', process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--build']);
}

/** Runs a command to its end. Its output goes to ours, or is returned when `isQuiet`. */
export function run(file, args, { isQuiet = false, env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = isQuiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'];
    // A group of its own, so that whatever it starts can be ended with it.
    const child = spawn(file, args, { cwd: root, stdio, detached: true, env: { ...process.env, ...env } });
    running.add(child);
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (text += chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      running.delete(child);
      resolve({ code, text });
    });
  });
}

/** One line of progress, as the whole start prints them. */
export function stepLine(sign, name, ms, note = '') {
  return `${sign} ${name.padEnd(22)} ${(ms / 1000).toFixed(1).padStart(6)} s  ${note}`.trimEnd();
}

/** Ends what `run` has started, and then us. */
export function stopOnSignal() {
  for (const [signal, code] of Object.entries(endings)) {
    process.on(signal, async () => {
      if (running.size === 0) return;
      for (const child of running) process.kill(-child.pid, 'SIGTERM');
      const ends = [...running].map((child) => new Promise((resolve) => child.once('close', resolve)));
      await Promise.all(ends);
      process.exit(code);
    });
  }
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`Clarion needs Node 20.19 or newer, this is ${process.versions.node}; install a newer one.`);
}

/** npm writes this file last, so an installation that was broken off does not look complete. */
function isInstalled() {
  const installed = join(root, 'node_modules/.package-lock.json');
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs;
}

async function step(name, file, args) {
  const start = performance.now();
  if (process.stdout.isTTY) process.stdout.write(`… ${name}`);
  const { code, text } = await run(file, args, { isQuiet: true });
  if (process.stdout.isTTY) process.stdout.write('\r\x1b[K');
  if (code !== 0) fail(`${text}\nThe step "${name}" failed; above is what it said.`);
  console.log(stepLine('✓', name, performance.now() - start));
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
