/** What comes within so long of another comes with it. */
const togetherMs = 20;

/**
 * What promises come to, in groups: first what is at hand, then the others as they come. What has not come after `waitMs`
 * is left out, and what it comes to then is nobody's. Throws what the first of them throws that comes in time.
 */
export async function* asTheyCome<T>(coming: readonly Promise<T>[], waitMs: number): AsyncGenerator<T[], void> {
  const come: T[] = [];
  let tell: () => void = () => undefined;
  const all = Promise.all(
    coming.map(async (one) => {
      come.push(await one);
      tell();
    }),
  );
  const end = timer(waitMs);
  try {
    for (let left = coming.length; left > 0;) {
      const next = new Promise<void>((resolve) => (tell = resolve));
      if (come.length === 0) await Promise.race([next, all, end.over]);
      await gather(all, end.over);
      const group = come.splice(0);
      if (group.length === 0) return;
      left -= group.length;
      yield group;
    }
  } finally {
    end.clear();
  }
}

async function gather(...until: Promise<unknown>[]): Promise<void> {
  const together = timer(togetherMs);
  await Promise.race([...until, together.over]).finally(together.clear);
}

function timer(ms: number): { over: Promise<void>; clear: () => void } {
  let handle: NodeJS.Timeout;
  const over = new Promise<void>((resolve) => (handle = setTimeout(resolve, ms)));
  return {
    over,
    clear: () => {
      clearTimeout(handle);
    },
  };
}
