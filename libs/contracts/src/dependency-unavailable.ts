/** What a service cannot work without: Kafka, or its own Postgres. */
export type Dependency = 'kafka' | 'postgres';

/**
 * The connection to a dependency is lost. Nothing is known to be wrong with the work itself: it is tried again,
 * unchanged, once the dependency answers. Raised only by `persistence` and `messaging`.
 */
export class DependencyUnavailable extends Error {
  constructor(
    readonly dependency: Dependency,
    cause: unknown,
  ) {
    super(`${dependency} is unavailable: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'DependencyUnavailable';
  }
}
