/** Something to put right in a message, or to know of it: an error says why its recipient would get none. */
export interface PreviewFinding {
  severity: 'error' | 'warning';
  /** `docs/preview.md` lists them. */
  code: string;
  /** JSON pointer (RFC 6901), from the campaign on. */
  pointer: string;
  /** One sentence for people. */
  detail: string;
}
