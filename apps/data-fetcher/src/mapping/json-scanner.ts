import type { AnswerLimits } from '@clarion/contracts';
import type { Failure } from '../failure.js';
import { mostRepeatedNames, namesRepeated, nameTooLong, tooManyRows, unreadable } from './answer-failures.js';
import type { ByteRange } from './byte-range.js';
import { MemberNames } from './member-names.js';
import { scalarEnd, textEnd } from './scalar-end.js';
import type { Wanted } from './wanted.js';

const portionBytes = 64 * 1024;

const sign = { tab: 0x09, lineFeed: 0x0a, return: 0x0d, blank: 0x20, quote: 0x22, comma: 0x2c, colon: 0x3a } as const;
const bracket = { open: 0x5b, close: 0x5d } as const;
const brace = { open: 0x7b, close: 0x7d } as const;

type Expected = 'value' | 'element-or-end' | 'name' | 'name-or-end' | 'colon' | 'comma-or-end' | 'nothing';

/** An object or array that has begun. */
interface Open {
  isArray: boolean;
  start: number;
  /** How many names and indexes lead to it; an array of rows and its elements count as one. */
  depth: number;
  /** Of an array: of the next element. */
  index: number;
  wanted: Wanted | undefined;
  names: MemberNames;
}

/**
 * Reads JSON (RFC 8259) once over, a portion at a time, and keeps nothing of it but where the wanted values stand. It
 * sees what `JSON.parse` hides or does not survive: depth, long names, repeated names (B-45, B-53).
 */
export class JsonScanner {
  private position = 0;
  private end = 0;
  private expected: Expected = 'value';
  /** Where the member stands whose name was read last. */
  private wanted: Wanted | undefined;
  private readonly stack: Open[] = [];
  /** How many of the stack are open; the others are used again. */
  private open = 0;
  private repeated = 0;
  private failure: Failure | undefined;

  constructor(
    private readonly bytes: Buffer,
    private readonly limits: Required<AnswerLimits>,
  ) {}

  /** A value begins; it is all that stands in the range, beside blanks. Repeated names are counted over all values. */
  begin({ start, end }: ByteRange, wanted: Wanted): void {
    this.position = start;
    this.end = end;
    this.expected = 'value';
    this.wanted = wanted;
    this.open = 0;
  }

  /** Reads on for a portion. */
  proceed(): 'more' | 'done' | Failure {
    const until = Math.min(this.position + portionBytes, this.end);
    while (this.position < until) {
      const byte = this.bytes[this.position] as number;
      if (isBlank(byte)) this.position += 1;
      else if (!this.take(byte)) return this.failure ?? notJson;
    }
    if (this.position < this.end) return 'more';
    return this.expected === 'nothing' ? 'done' : notJson;
  }

  /** @returns whether it may stand there. */
  private take(byte: number): boolean {
    switch (this.expected) {
      case 'value':
        return this.takeValue(byte);
      case 'element-or-end':
        return byte === bracket.close ? this.close() : this.takeValue(byte);
      case 'name':
        return byte === sign.quote && this.takeName();
      case 'name-or-end':
        return byte === brace.close ? this.close() : byte === sign.quote && this.takeName();
      case 'colon':
        return byte === sign.colon && this.step('value');
      case 'comma-or-end':
        return this.takeCommaOrEnd(byte);
      case 'nothing':
        return false;
    }
  }

  private step(expected: Expected): boolean {
    this.position += 1;
    this.expected = expected;
    return true;
  }

  private takeCommaOrEnd(byte: number): boolean {
    const { isArray } = this.innermost();
    if (byte === sign.comma) return this.step(isArray ? 'value' : 'name');
    return byte === (isArray ? bracket.close : brace.close) && this.close();
  }

  private takeName(): boolean {
    const { bytes, position: start } = this;
    const end = textEnd(bytes, start, this.end);
    if (end === -1) return false;
    if (end - start - 2 > this.limits.maxKeyLength && this.isLong(start, end)) return false;
    const { names, wanted } = this.innermost();
    if (names.add(bytes, start + 1, end - 1) && !this.repeat()) return false;
    this.wanted = wanted?.hasMembers ? wanted.memberIfWanted(textAt(bytes, start, end)) : undefined;
    this.position = end;
    this.expected = 'colon';
    return true;
  }

  private isLong(start: number, end: number): boolean {
    const { maxKeyLength } = this.limits;
    if (Array.from(textAt(this.bytes, start, end)).length <= maxKeyLength) return false;
    this.failure = nameTooLong(maxKeyLength);
    return true;
  }

  private repeat(): boolean {
    this.repeated += 1;
    if (this.repeated > mostRepeatedNames) this.failure = namesRepeated();
    return this.failure === undefined;
  }

  private takeValue(byte: number): boolean {
    const start = this.position;
    const wanted = this.wantedHere();
    wanted?.forget();
    if (byte === brace.open) return this.begun(false, wanted);
    if (byte === bracket.open) return this.begun(true, wanted);
    const end = scalarEnd(this.bytes, start, this.end);
    if (end === -1) return false;
    this.position = end;
    return this.ended(start, wanted);
  }

  private wantedHere(): Wanted | undefined {
    if (this.open === 0) return this.wanted;
    const innermost = this.innermost();
    if (!innermost.isArray) return this.wanted;
    const { wanted, index } = innermost;
    innermost.index += 1;
    return wanted?.hasMembers ? wanted.memberIfWanted(`${index}`) : undefined;
  }

  private begun(isArray: boolean, wanted: Wanted | undefined): boolean {
    const depth = this.depthHere();
    if (depth > this.limits.maxDepth) {
      this.failure = unreadable(`the answer is nested more than ${this.limits.maxDepth} deep`);
      return false;
    }
    const open = (this.stack[this.open] ??= { ...fresh, names: new MemberNames() });
    open.isArray = isArray;
    open.start = this.position;
    open.depth = depth;
    open.index = 0;
    open.wanted = wanted;
    open.names.clear();
    this.open += 1;
    return this.step(isArray ? 'element-or-end' : 'name-or-end');
  }

  private depthHere(): number {
    if (this.open === 0) return 0;
    const { depth, isArray, wanted } = this.innermost();
    return isArray && wanted?.rows ? depth : depth + 1;
  }

  private close(): boolean {
    const { start, wanted } = this.innermost();
    this.open -= 1;
    this.position += 1;
    return this.ended(start, wanted);
  }

  /** A value has ended where we stand. */
  private ended(start: number, wanted: Wanted | undefined): boolean {
    if (wanted) wanted.found = { start, end: this.position };
    this.expected = this.open === 0 ? 'nothing' : 'comma-or-end';
    if (this.open === 0) return true;
    const { isArray, wanted: outer } = this.innermost();
    return !isArray || !outer?.rows || this.addRow(outer.rows, start);
  }

  private addRow(rows: NonNullable<Wanted['rows']>, start: number): boolean {
    rows.add(start, this.position);
    if (rows.count <= this.limits.maxRows) return true;
    this.failure = tooManyRows(this.limits.maxRows);
    return false;
  }

  private innermost(): Open {
    return this.stack[this.open - 1] as Open;
  }
}

const notJson = unreadable('the answer is not JSON');
const fresh = { isArray: false, start: 0, depth: 0, index: 0, wanted: undefined };

function isBlank(byte: number): boolean {
  return byte === sign.blank || byte === sign.lineFeed || byte === sign.return || byte === sign.tab;
}

function textAt(bytes: Buffer, start: number, end: number): string {
  return JSON.parse(bytes.toString('utf8', start, end)) as string;
}
