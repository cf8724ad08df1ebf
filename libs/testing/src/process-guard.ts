import { spawn } from 'node:child_process';

/** Sleeps on its standard input. Its end means that our process is gone, however it went: then the group must go too. */
const script = `read -r never_comes
kill -s TERM -- "-$1" 2>/dev/null || exit 0
for tenth in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
  sleep 0.1
  kill -s 0 -- "-$1" 2>/dev/null || exit 0
done
kill -s KILL -- "-$1" 2>/dev/null`;

/**
 * Makes sure that a process group does not outlive this process, not even when this process is killed with SIGKILL:
 * the group then gets SIGTERM, and SIGKILL 3 s later.
 *
 * @param groupId the process id of the group's leader
 * @returns what to call once the group is gone
 */
export function guard(groupId: number): () => void {
  const watcher = spawn('sh', ['-c', script, 'guard', String(groupId)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watcher.once('error', (error) => {
    process.emitWarning(`Process ${groupId} is not guarded: ${error.message}`);
  });
  watcher.stdin.on('error', () => undefined); // the watcher was killed before us: it has nothing to read then
  watcher.unref();
  // The pipe must stay open without keeping this process alive.
  (watcher.stdin as unknown as { unref(): void }).unref();
  return () => {
    watcher.kill('SIGKILL');
  };
}
