import { once } from 'node:events';

/** What comes first: the promise, or that the signal breaks off waiting for it. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | 'interrupted'> {
  if (signal.aborted) return 'interrupted';
  const listening = new AbortController();
  const aborted = once(signal, 'abort', { signal: listening.signal }).then(() => 'interrupted' as const);
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    listening.abort();
  }
}
