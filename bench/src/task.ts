import { lastLines, LocalServerError, startProcess, textFrom } from '@clarion/testing';
import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** How a program of the bench is told what to do, and where to say what came of it. */
const inputName = 'BENCH_INPUT';
const outputName = 'BENCH_OUTPUT';

/**
 * Runs a program of the bench in a process of its own, and resolves with what it has written by `finish`.
 *
 * @param file its compiled entry, from `dist`
 * @throws LocalServerError with the end of its log where it fails
 */
export async function runTask<Output>(
  file: string,
  input: object,
  directory: string,
  signal: AbortSignal,
): Promise<Output> {
  signal.throwIfAborted();
  const place = join(directory, `${file.replaceAll('/', '-')}-${randomUUID()}`);
  await writeFile(`${place}.in`, JSON.stringify(input));
  const task = startProcess({
    name: file,
    file: join(import.meta.dirname, `${file}.js`),
    env: { [inputName]: `${place}.in`, [outputName]: `${place}.out` },
    logFile: `${place}.log`,
  });
  const stop = () => void task.kill();
  signal.addEventListener('abort', stop);
  try {
    const { code } = await task.exited;
    signal.throwIfAborted();
    if (code !== 0)
      throw new LocalServerError(`${file} has failed:\n${lastLines(await textFrom(task.logFile, 0), 10)}`);
    return JSON.parse(await readFile(`${place}.out`, 'utf8')) as Output;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** For the program itself: what it was told. */
export async function taskInput<Input>(): Promise<Input> {
  return JSON.parse(await readFile(process.env[inputName] ?? '', 'utf8')) as Input;
}

/** For the program itself: says what came of it, and ends. */
export async function finish(output: object): Promise<never> {
  await writeFile(process.env[outputName] ?? '', JSON.stringify(output));
  process.exit(0);
}
