/** What a local broker's settings depend on. */
export interface KafkaPlace {
  port: number;
  controllerPort: number;
  /** Where topics are stored. */
  logDirectory: string;
}

const eightMegabytesAndHeaders = 9 * 1024 * 1024;

/** The `server.properties` of a single broker that is its own controller (KRaft) and listens on 127.0.0.1 only. */
export function kafkaProperties({ port, controllerPort, logDirectory }: KafkaPlace): string {
  const settings: Record<string, string | number | boolean> = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'log.dirs': logDirectory,
    'auto.create.topics.enable': false,
    // Consumers that start together need not wait for each other.
    'group.initial.rebalance.delay.ms': 0,
    // After a crash the controller, which is the same process, waits this long for the broker that was.
    'broker.session.timeout.ms': 3000,
    'broker.heartbeat.interval.ms': 500,
    // Topics and offsets are kept 14 days.
    'log.retention.hours': 336,
    'offsets.retention.minutes': 20160,
    // A definition travels whole, up to 8 MB.
    'message.max.bytes': eightMegabytesAndHeaders,
    'replica.fetch.max.bytes': eightMegabytesAndHeaders,
    // One broker: internal topics have one replica, and few partitions start faster.
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 1,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'share.coordinator.state.topic.num.partitions': 1,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  return `${lines.join('\n')}\n`;
}
