import type { ProblemDocument } from './openapi/problem.answer.js';

/** One fault of a body, with the JSON pointer (RFC 6901) of what it is about. */
export interface ProblemError {
  pointer: string;
  detail: string;
  /** Stable, where the kind of fault has one. */
  code?: string;
}

/** What stands in a problem beside its code, as far as it is known. */
export interface ProblemDetails {
  errors?: ProblemError[];
  /** Adobe's `report.additionalContext` (A.3.2). */
  additionalContext?: Record<string, string>;
  /** Seconds, for the `Retry-After` header. */
  retryAfterSeconds?: number;
}

/** Why a request is refused: an RFC 9457 problem with a stable `code` that callers may rely on. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    /** One sentence for people. */
    detail: string,
    readonly details: ProblemDetails = {},
  ) {
    super(detail);
    this.name = 'Problem';
  }

  /** The body of the answer: RFC 9457's members, and Adobe's `report` beside them. */
  toDocument(): ProblemDocument {
    const { errors, additionalContext = {} } = this.details;
    return {
      type: `urn:clarion:problem:${this.code}`,
      title: titleOf(this.code),
      status: this.status,
      code: this.code,
      detail: this.message,
      ...(errors && { errors }),
      report: { additionalContext },
    };
  }
}

/** `CampaignNotFound` as people read it: "Campaign not found". */
function titleOf(code: string): string {
  const words = code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
