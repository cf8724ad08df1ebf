/** What a service needs to do its part, as it is now. */
export interface HealthCheck {
  readonly name: string;
  /** Without it the service is not ready; an optional one only shows as *degraded*. */
  readonly isRequired: boolean;
  /** Resolves when the thing is there; rejects, within 2 s, with what is wrong. */
  readonly check: () => Promise<void>;
}

export interface Readiness {
  status: 'up' | 'degraded' | 'down';
  /** `up`, or what is wrong. */
  checks: Record<string, string>;
}

/** Runs all checks side by side. */
export async function readinessOf(checks: readonly HealthCheck[]): Promise<Readiness> {
  const results = await Promise.all(
    checks.map(async ({ name, isRequired, check }) => ({ name, isRequired, fault: await faultOf(check) })),
  );
  const failed = results.filter((result) => result.fault !== undefined);
  const isDown = failed.some((result) => result.isRequired);
  return {
    status: isDown ? 'down' : failed.length > 0 ? 'degraded' : 'up',
    checks: Object.fromEntries(results.map(({ name, fault }) => [name, fault ?? 'up'])),
  };
}

async function faultOf(check: () => Promise<void>): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error('no answer within 2 s'));
    }, 2_000);
  });
  try {
    await Promise.race([check(), late]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
  }
}
