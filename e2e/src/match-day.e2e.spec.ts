import { isAlive, waitFor } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ended, handIn, lineUp, person, publishCampaign, trigger } from './audience-campaign.js';
import { startStack, type Message, type Stack } from './stack.js';

interface Weather {
  weather: { region: string; condition: string; temperatureC: number }[];
}
interface LoggedCall {
  path: string;
  idempotencyKey?: string;
}

const acts = ['Nova Lights', 'The Harbour Choir', 'Copper Canyon', 'Mira Okafor', 'Paper Satellites', 'Golden Hour'];

/** The names of six fans of each city and language are enough to tell that nobody got another's mail. */
const known = [
  { to: 'zara.ahmed@fans.example', name: 'Zara', city: 'London', language: 'en' },
  { to: 'oliver.bennett@fans.example', name: 'Oliver', city: 'London', language: 'en' },
  { to: 'andres.gallardo@fans.example', name: 'Andrés', city: 'Madrid', language: 'es' },
  { to: 'marcos.ibanez@fans.example', name: 'Marcos', city: 'Madrid', language: 'es' },
  { to: 'felix.obermaier@fans.example', name: 'Felix', city: 'Munich', language: 'en' },
];

describe('Match day, as npm start runs it', () => {
  let stack: Stack;
  let mails: Message[];

  beforeAll(async () => {
    stack = await startStack();
    mails = (await stack.messages()).filter(({ to }) => to.endsWith('@fans.example'));
  }, 120_000);

  it('has sent fifty-one mails when everything is up: a password reset, and one to each fan', async () => {
    expect(await stack.messages()).toHaveLength(51);
    expect(new Set(mails.map(({ to }) => to)).size).toBe(50);
    expect(await stack.output()).toMatch(/✓ Match day .*targeted 50 · sent 50/);
  });

  it('has called each data source once for the whole run', async () => {
    expect((await stack.playground.get<object>('/api/calls')).data).toEqual({ '/lineup': 1, '/weather': 1 });
  });

  it('tells each fan the line-up, in their language, with the weather of their city', async () => {
    const cities = ['London', 'Madrid', 'Munich'];
    const asked = { data: cities.map((region) => ({ region })) };
    const { weather } = (await stack.playground.post<Weather>('/weather', asked)).data;
    const byCity = new Map(weather.map((one) => [one.region, one]));
    for (const { to, name, city, language } of known) {
      const mail = mails.find((one) => one.to === to);
      const { condition = '', temperatureC = NaN } = byCity.get(city) ?? {};
      expect(mail?.subject).toBe(
        language === 'en'
          ? `Match day: tonight's line-up, and ${temperatureC} °C in ${city}`
          : `Día de partido: el cartel de esta noche, y ${temperatureC} °C en ${city}`,
      );
      expect(mail?.text).toContain(name);
      expect(mail?.text).toContain(condition);
      expect(mail?.text).toMatch(new RegExp(acts.join('[^]*')));
      expect(mail?.html).toMatch(new RegExp(`${name}[^]*${acts.join('[^]*')}`));
    }
  });

  it('starts a service again that dies, says so, and names its new process', async () => {
    const before = await stack.pid('audience-resolver');
    process.kill(before, 'SIGKILL');
    const after = await waitFor(
      async () => {
        const pid = await stack.pid('audience-resolver');
        return pid === before ? undefined : pid;
      },
      { what: 'the new process', timeoutMs: 30_000 },
    );
    expect(isAlive(after)).toBe(true);
    expect(await stack.output()).toContain(
      `audience-resolver has ended with SIGKILL; started again as process ${after}`,
    );
  });

  it('calls a source once more, with the same key, when the fetcher is killed in mid-call', async () => {
    await handIn(
      stack,
      [1, 2, 3].map((index) => person('killed', index)),
    );
    const campaignId = await publishCampaign(stack, 'killed', [lineUp(stack)]);
    await stack.playground.delete('/api/calls');
    await stack.playground.put('/api/behaviour', { path: '/lineup', delayMs: 5_000, times: 1 });
    const executionId = await trigger(stack, campaignId);
    await waitFor(async () => Object.keys((await stack.playground.get<object>('/api/calls')).data)[0], {
      what: 'the call',
      timeoutMs: 30_000,
    });
    process.kill(await stack.pid('data-fetcher'), 'SIGKILL');

    expect(await ended(stack, executionId)).toMatchObject({ status: 'Succeeded', counts: { targeted: 3, sent: 3 } });
    const { calls } = (await stack.playground.get<{ calls: LoggedCall[] }>('/api/calls/log')).data;
    expect(calls.map(({ path, idempotencyKey }) => [path, idempotencyKey])).toEqual([
      ['/lineup', `${executionId}:lineup`],
      ['/lineup', `${executionId}:lineup`],
    ]);
    expect((await stack.messages()).filter(({ to }) => to.startsWith('killed-'))).toHaveLength(3);
  }, 120_000);

  afterAll(async () => {
    const pids = await Promise.all(Object.keys(stack.local.pids).map((service) => stack.pid(service)));
    await stack.stop();
    expect(pids.filter(isAlive)).toEqual([]);
  });
});
