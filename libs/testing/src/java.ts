import { join } from 'node:path';
import { LocalServerError } from './local-server-error.js';
import { runCommand, type CommandResult } from './run-command.js';

const oldestJava = 17;
const instead = 'or name an existing Kafka with KAFKA_BROKERS=host:port';

/** The `java` to run: that of JAVA_HOME when it is set, else the one on the PATH. */
export function javaCommand(): string {
  return process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'java') : 'java';
}

/** @throws LocalServerError unless there is a Java that Kafka 4 runs on */
export async function requireJava(signal?: AbortSignal): Promise<void> {
  const said = await versionOf({ file: javaCommand(), args: ['-version'], signal });
  const major = said && javaMajorVersion(said.text);
  if (!major)
    throw new LocalServerError(`Kafka needs Java ${oldestJava} or newer, and none was found; install it ${instead}`);
  if (major < oldestJava) {
    throw new LocalServerError(
      `Kafka needs Java ${oldestJava} or newer, found Java ${major}; install a newer one ${instead}`,
    );
  }
}

/** @throws LocalServerError unless there is a Maven that answers */
export async function requireMaven(signal?: AbortSignal): Promise<void> {
  const said = await versionOf({ file: 'mvn', args: ['--version'], signal });
  if (said?.code !== 0) {
    const reason = said ? `does not run (${lastLine(said.text)})` : 'was not found';
    throw new LocalServerError(`Kafka is downloaded with Maven (mvn), which ${reason}; install it ${instead}`);
  }
}

/** 17 from `openjdk version "17.0.15" 2025-04-15`, 8 from `java version "1.8.0_392"`; `undefined` from other text. */
export function javaMajorVersion(text: string): number | undefined {
  const found = /version "(?:1\.)?(\d+)/.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}

async function versionOf(command: Parameters<typeof runCommand>[0]): Promise<CommandResult | undefined> {
  try {
    return await runCommand(command);
  } catch (error) {
    if (error instanceof LocalServerError) return undefined; // not installed: the caller's sentence says it better
    throw error;
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
