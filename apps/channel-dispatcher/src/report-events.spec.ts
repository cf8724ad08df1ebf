import { events, faultOf, type DeliveryReport } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import type { DeliveryOrder } from './delivery.js';
import { matchDayIn, traceparent } from './examples.js';
import { reportEvents } from './report-events.js';
import type { Reported } from './reports-of.js';

const ordersOf = (chunk: number, count: number): DeliveryOrder[] => {
  const { data } = matchDayIn('BMA-1', Array(count).fill('Oslo'), { chunk });
  const { executionId, sandbox, campaignId, campaignVersion } = data;
  return data.deliveries.map((delivery) => ({
    delivery: { ...delivery, executionId, sandbox, traceparent },
    chunk: { campaignId, campaignVersion, chunk },
  }));
};
const sent = ({ delivery: { deliveryId } }: DeliveryOrder, attempt = 1): Reported => {
  return { deliveryId, attempt, result: { state: 'sent' }, at: new Date(0) };
};
const reportsIn = (event: { data: unknown }) => (event.data as { reports: DeliveryReport[] }).reports;

describe('report events', () => {
  it('are one for each chunk of which something is said', () => {
    const [one, other, silent] = [ordersOf(0, 2), ordersOf(2, 1), ordersOf(3, 1)];
    const said = reportEvents(
      [...one, ...other, ...silent],
      [...one, ...other].map((order) => sent(order)),
    );
    expect(said.map(({ key }) => key)).toEqual(['BMA-1:0', 'BMA-1:2']);
    for (const { data } of said) expect(faultOf(events.deliveriesReported, data)).toBeUndefined();
  });

  it('say for whom webhooks hear of them, where the chunk did', () => {
    const [order] = ordersOf(0, 1);
    if (!order) throw new Error('There is one');
    const webhooks = { requestId: 'order-1' };
    const told = reportEvents([{ ...order, chunk: { ...order.chunk, webhooks } }], [sent(order)]);
    expect(told).toMatchObject([{ data: { webhooks } }]);
    expect(reportEvents([order], [sent(order)])[0]?.data).not.toHaveProperty('webhooks');
  });

  it('are the same event when they say the same, and another when they say more', () => {
    const orders = ordersOf(0, 2);
    const idOf = (reported: Reported[]) => reportEvents(orders, reported)[0]?.id;
    const all = orders.map((order) => sent(order));
    expect(idOf(all)).toBe(idOf(all));
    expect(idOf(all)).not.toBe(idOf(all.slice(1)));
    expect(idOf(all)).not.toBe(idOf(orders.map((order) => sent(order, 2))));
  });

  it('hold as many reports as an event may, and lose none', () => {
    const orders = ordersOf(0, 300);
    const said = reportEvents(
      orders,
      orders.flatMap((order) => [sent(order, 1), sent(order, 2)]),
    );
    expect(said.map((event) => reportsIn(event).length)).toEqual([500, 100]);
    expect(new Set(said.map(({ id }) => id)).size).toBe(2);
  });
});
