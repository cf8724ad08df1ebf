import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the clone. */
export const root = join(import.meta.dirname, '..');

const endings = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };
/** What runs now, with the time it is given to end in order. */
const running = new Map();
let isStopping = false;

/** Compiles what has changed, and so checks all types. */
const build = [process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--build']];

/**
 * Makes a fresh clone ready to run: checks Node, installs the packages when they are missing or older than the lock
 * file, and builds unless told otherwise. Tells `out` what it does. Ends the process with 1, and one clear sentence, when
 * that fails.
 */
export async function prepare({ isBuilt = true, out = process.stdout } = {}) {
  requireNode();
  stopOnSignal();
  if (!isInstalled()) await step(out, 'packages', 'npm', ['ci', '--include=dev', '--no-fund', '--no-audit']);
  if (isBuilt) await step(out, 'build', ...build);
}

/**
 * Runs a command to its end. Its output goes to ours, or is returned when `isQuiet`. The code is `null` when a signal
 * ended it, and 127 when there is no such command. A signal to us gives it `graceMs` to end in order.
 */
export function run(file, args, { isQuiet = false, env = {}, graceMs = 1_000 } = {}) {
  return new Promise((resolve) => {
    const stdio = isQuiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'];
    // A group of its own, so that whatever it starts can be ended with it.
    const child = spawn(file, args, { cwd: root, stdio, detached: true, env: { ...process.env, ...env } });
    running.set(child, graceMs);
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (text += chunk));
    const end = (result) => {
      running.delete(child);
      // Ended by a signal to us: what comes next is not begun.
      if (!isStopping) resolve(result);
      else if (running.size === 0) process.exit();
    };
    child.once('error', (error) => end({ code: 127, text: error.message }));
    child.once('close', (code) => end({ code, text }));
  });
}

/** One line of progress, as the whole start prints them. */
export function stepLine(sign, name, ms, note = '') {
  return `${sign} ${name.padEnd(22)} ${(ms / 1000).toFixed(1).padStart(6)} s  ${note}`.trimEnd();
}

/**
 * Ctrl-C and the like: ends what `run` has started, by SIGTERM and in the end by SIGKILL, and then us. Asked again, at
 * once. One Ctrl-C may come twice, by the terminal and handed on by npm.
 */
function stopOnSignal() {
  let askedAt;
  for (const [signal, code] of Object.entries(endings)) {
    process.on(signal, () => {
      process.exitCode = code;
      if (running.size === 0 || performance.now() - askedAt > 1_000) process.exit();
      if (askedAt !== undefined) return;
      askedAt = performance.now();
      isStopping = true;
      signalAll('SIGTERM');
      setTimeout(() => process.exit(), Math.max(...running.values()));
    });
  }
  process.on('exit', () => signalAll('SIGKILL'));
}

function signalAll(signal) {
  for (const { pid } of running.keys()) {
    try {
      if (pid !== undefined) process.kill(-pid, signal);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error; // it has ended just now
    }
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

async function step(out, name, file, args) {
  const start = performance.now();
  if (out.isTTY) out.write(`… ${name}`);
  else if (name === 'packages') out.write('… packages\n');
  const { code, text } = await run(file, args, { isQuiet: true });
  if (out.isTTY) out.write('\r\x1b[K');
  if (code !== 0) fail(`${text}\nThe step "${name}" failed; above is what it said.`);
  out.write(`${stepLine('✓', name, performance.now() - start)}\n`);
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
