const text = { type: 'string', minLength: 1 };
const sandbox = { ...text, description: 'The sandbox of the campaign; an extension of CloudEvents.' };
const traceparent = { ...text, description: 'W3C Trace Context; its trace goes on.' };

/** The record's headers of an event in binary mode; of one that anyone publishes only what must be there is demanded. */
export function attributesOf(type: string, isFromAnyone: boolean): object {
  const ours = { ce_time: { type: 'string', format: 'date-time' }, 'content-type': { const: 'application/json' } };
  const theirs = {
    ce_sandbox: sandbox,
    'clarion-key-id': { ...text, description: 'The API key that the event is signed with.' },
    'clarion-signature': {
      type: 'string',
      pattern: '^t=[0-9]{1,12},v1=[0-9a-f]{64}$',
      description: 'HMAC-SHA-256 in hex; docs/kafka.md says over what.',
    },
  };
  const required = ['ce_specversion', 'ce_id', 'ce_source', 'ce_type'];
  return {
    type: 'object',
    required: isFromAnyone ? [...required, 'ce_sandbox'] : [...required, ...Object.keys(ours), 'traceparent'],
    properties: {
      ce_specversion: { const: '1.0' },
      ce_id: { ...text, description: 'The same at every repetition.' },
      ce_source: text,
      ce_type: { const: type },
      ...(isFromAnyone ? theirs : ours),
      traceparent,
    },
  };
}

/** The record's value of an event in structured mode, which anyone may publish. */
export function envelopeOf(type: string, data: object): object {
  return {
    type: 'object',
    required: ['specversion', 'id', 'source', 'type', 'sandbox', 'data'],
    properties: {
      specversion: { const: '1.0' },
      id: text,
      source: text,
      type: { const: type },
      sandbox,
      traceparent,
      data,
    },
  };
}
