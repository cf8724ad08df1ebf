import { spawnGroup, type Program } from './process-group.js';

/** What a command wrote (both streams), and the code it ended with; `null` when a signal ended it. */
export interface CommandResult {
  code: number | null;
  text: string;
}

/** A program that runs to its end. */
export interface Command extends Omit<Program, 'output'> {
  /** Is told each whole line as it comes. */
  onLine?: (line: string) => void;
  /** Stops the command and throws the signal's reason. */
  signal?: AbortSignal | undefined;
}

/**
 * Runs a program to its end. Only a program that is not there throws; a failed one answers its code.
 *
 * @throws LocalServerError when there is no such program
 */
export async function runCommand(command: Command): Promise<CommandResult> {
  const { onLine, signal, ...program } = command;
  signal?.throwIfAborted();
  let text = '';
  let told = 0;
  const onText = (more: string) => {
    text += more;
    for (let end = text.indexOf('\n', told); end >= 0; end = text.indexOf('\n', told)) {
      onLine?.(text.slice(told, end).trimEnd());
      told = end + 1;
    }
  };
  const group = spawnGroup({ ...program, output: { onText } });
  const abort = () => void group.stop(2000);
  signal?.addEventListener('abort', abort);
  const { code } = await group.exited;
  signal?.removeEventListener('abort', abort);
  signal?.throwIfAborted();
  return { code, text };
}
