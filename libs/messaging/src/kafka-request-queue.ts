import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

const { scheduleCheckPendingRequests } = RequestQueue.prototype;

/**
 * kafkajs 2.2.4 looks every millisecond, on every connection, for requests that wait, also where none do
 * (tulios/kafkajs#1556, #1704): a service that did nothing woke up some 900 times a second. Whoever adds a request that
 * has to wait asks for the next look, so there is nothing to look for while none wait.
 */
RequestQueue.prototype.scheduleCheckPendingRequests = function (this: RequestQueue): void {
  if (this.pending.length > 0) scheduleCheckPendingRequests.call(this);
};

export { RequestQueue };
