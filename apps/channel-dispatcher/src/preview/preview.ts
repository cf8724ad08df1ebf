import type { Campaign, DataRow } from '@clarion/contracts';
import type { Data } from '../chunk-data.js';

/** A message that is to be shown and not sent: what it would be made of. */
export interface PreviewQuestion {
  sandbox: string;
  /** As it would be published. */
  campaign: Campaign;
  recipient: {
    address: string;
    treatment: string;
    locale: string;
    /** The run's, with the recipient's own laid over it. */
    context: Record<string, unknown>;
    profile: Record<string, unknown>;
  };
  /** By alias, for each data source; null where it failed, and the campaign goes on without. */
  data: Record<string, SourceData>;
}

/** Where the rows of a data source are: kept as a snapshot, or in here. */
export type SourceData = { snapshotId: string } | { rows: DataRow[] } | null;

/** What is to be said of the message. */
export interface Preview {
  /** Absent where the recipient would get none, which an error says. */
  mail?: PreviewedMail;
  /** What the recipient sees of each data source, as `data.<alias>`: the first rows, or their own; null where it failed. */
  data: Record<string, { rowCount: number; shown: Data[string] }>;
  findings: PreviewFinding[];
}

/** A message as its recipient would read it. */
export interface PreviewedMail {
  from: { name: string; address: string };
  to: string;
  subject: string;
  html: string;
  text?: string;
  /** Those that its recipient's mail program heeds. */
  headers: Record<string, string>;
  /** `message`: all that goes over the wire, with its headers. */
  bytes: { html: number; text: number; message: number };
}

/** Something to put right, or to know. */
export interface PreviewFinding {
  severity: 'error' | 'warning';
  code: 'RenderFailed' | 'NoRow' | 'NoMatchingRow' | 'SnapshotExpired' | 'ConfigurationMissing' | 'HtmlTooLarge';
  /** JSON pointer (RFC 6901), from the campaign on. */
  pointer: string;
  /** One sentence for people. */
  detail: string;
}
