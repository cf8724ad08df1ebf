import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Logger } from './logger.js';

/** A number per value of one label, such as letters per group. */
export interface Reading {
  name: string;
  help: string;
  label: string;
  /** Called at each scrape; while it rejects, the metric has no values, and the log says why. */
  read: () => Promise<ReadonlyMap<string, number>>;
}

/** What a service itself counts or measures. */
export interface Counting<Label extends string> {
  name: string;
  help: string;
  /** Each has few values: every combination of them is kept for good. */
  labels: readonly Label[];
}

/** A service's metrics, in Prometheus' text format: of the process, of the events it handled, and what it reads at a scrape. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly handled: Counter;

  constructor(
    service: string,
    private readonly logger: Logger,
  ) {
    this.registry.setDefaultLabels({ service });
    collectDefaultMetrics({ register: this.registry });
    this.handled = new Counter({
      name: 'clarion_events_handled_total',
      help: 'Events that were handed over and settled, by consumer group and outcome',
      labelNames: ['group', 'outcome'],
      registers: [this.registry],
    });
  }

  /** Counts an event that is settled. */
  eventHandled(group: string, outcome: string): void {
    this.handled.inc({ group, outcome });
  }

  /** Adds a number that only grows; its name ends with `_total`. */
  counter<Label extends string>({ name, help, labels }: Counting<Label>): Counter<Label> {
    return new Counter({ name, help, labelNames: labels, registers: [this.registry] });
  }

  /** Adds what is measured often, as how many were not above each bucket. */
  histogram<Label extends string>(
    { name, help, labels }: Counting<Label>,
    buckets: readonly number[],
  ): Histogram<Label> {
    return new Histogram({ name, help, labelNames: labels, buckets: [...buckets], registers: [this.registry] });
  }

  /** Adds a metric that is read when somebody asks. */
  readWhenScraped({ name, help, label, read }: Reading): void {
    const { logger } = this;
    new Gauge({
      name,
      help,
      labelNames: [label],
      registers: [this.registry],
      async collect() {
        this.reset();
        try {
          for (const [value, count] of await read()) this.set({ [label]: value }, count);
        } catch (error) {
          logger.warn({ metric: name, reason: String(error) }, 'a metric cannot be read now');
        }
      },
    });
  }

  /** What a scraper gets, and its content type. */
  async scrape(): Promise<{ text: string; contentType: string }> {
    return { text: await this.registry.metrics(), contentType: this.registry.contentType };
  }
}
