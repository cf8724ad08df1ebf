import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { kafkaVersion } from './fetch-kafka.js';
import { kafkaProperties } from './kafka-properties.js';

describe('the local broker', () => {
  const properties = kafkaProperties({ port: 4092, controllerPort: 4999, logDirectory: '/data/topics' }).split('\n');

  it('listens on 127.0.0.1 only', () => {
    const addresses = properties.filter((line) => /listeners=|voters=/.test(line));
    expect(addresses).toHaveLength(3);
    for (const line of addresses) expect(line.match(/(\d+\.){3}\d+/g)).toEqual(line.match(/127\.0\.0\.1/g));
  });

  it('keeps topics and offsets for the same 14 days', () => {
    expect(properties).toContain(`log.retention.hours=${14 * 24}`);
    expect(properties).toContain(`offsets.retention.minutes=${14 * 24 * 60}`);
  });

  it('is of the version that the pom names', () => {
    const pom = readFileSync(new URL('../kafka/pom.xml', import.meta.url), 'utf8');
    expect(pom).toContain(`<artifactId>kafka_2.13</artifactId>\n      <version>${kafkaVersion}</version>`);
  });
});
