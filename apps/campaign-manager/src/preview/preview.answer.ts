import { Type, type Static, type TObject } from '@sinclair/typebox';
import { byName, count, oneOf } from '../answer-fields.js';
import { dataRow } from '../data-row.answer.js';

const finding = Type.Object({
  severity: oneOf(['error', 'warning']),
  code: Type.String({ description: '`docs/preview.md` lists them.' }),
  pointer: Type.String({ description: 'JSON pointer (RFC 6901), from the campaign on.' }),
  detail: Type.String({ description: 'One sentence for people.' }),
});

/** Something to put right in a message, or to know of it: an error says why its recipient would get none. */
export type PreviewFinding = Static<typeof finding>;

const mail = Type.Object({
  from: Type.Object({ name: Type.String(), address: Type.String() }),
  to: Type.String(),
  subject: Type.String(),
  html: Type.String(),
  text: Type.Optional(Type.String()),
  headers: byName(Type.String()),
  bytes: Type.Object({ html: count, text: count, message: count }),
});

const shown = Type.Union([dataRow, Type.Array(dataRow), Type.Null()]);

/** What the dispatcher says of a message; `mail` is absent where its recipient would get none. */
const message = {
  mail: Type.Optional(mail),
  data: byName(Type.Object({ rowCount: count, shown }), {
    description: 'By alias, what the recipient sees of each data source: its first rows, or their own.',
  }),
  findings: Type.Array(finding),
};

/** What is said of a message, as the channel-dispatcher says it. */
export type MessageShown = Static<TObject<typeof message>>;

/** A message of a campaign as it would be sent now; an error among the findings says why it would not. */
export const previewAnswer = Type.Object(
  { treatment: Type.String(), locale: Type.String(), ...message },
  { $id: 'CampaignPreview' },
);

export type CampaignPreview = Static<typeof previewAnswer>;
