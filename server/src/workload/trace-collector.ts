import type { RequestKeeper } from './request-list';
import { RequestMomentsAccumulator } from './request-moments';
import { kindOfValue, shownValue, tokenCount } from './token-count';
import { type SkippedRows, TraceError, type TraceSummary } from './trace-summary';

/** A 1-based line number, or how to find it if it is ever needed. */
export type Line = number | (() => number);

/** One request as a trace states it; names are those of the trace's own fields, for messages. */
export interface StatedRequest {
  readonly prefill: unknown;
  readonly decode: unknown;
  readonly prefillName: string;
  readonly decodeName: string;
  /** Only a mapping says that these are lengths: a message then holds no value of them, which may be anything. */
  readonly isMapped?: boolean | undefined;
  readonly seconds?: number | undefined;
}

/** Takes what a reader finds, row by row; keeps sums and counts only, and hands the requests that count to `keeper`. */
export class TraceCollector {
  private readonly moments = new RequestMomentsAccumulator();
  private readonly keeper: RequestKeeper | undefined;
  private largest = 0;
  private failedRows = 0;
  private malformedRows = 0;
  private zeroDecodeRows = 0;
  private first: SkippedRows['first'];
  private arrivals = 0;
  private earliest = Number.POSITIVE_INFINITY;
  private latest = Number.NEGATIVE_INFINITY;
  private hasOneClock = true;

  constructor(keeper?: RequestKeeper) {
    this.keeper = keeper;
  }

  get requests(): number {
    return this.moments.n;
  }

  /** `zeroDecodeFails`: in this format no output means that the request failed. */
  request(line: Line, stated: StatedRequest, zeroDecodeFails = false): void {
    const prefill = tokenCount(stated.prefill);
    const decode = tokenCount(stated.decode);
    if (prefill === undefined) {
      this.malformed(line, wrongLength(stated.prefillName, stated.prefill, stated.isMapped));
    } else if (decode === undefined) {
      this.malformed(line, wrongLength(stated.decodeName, stated.decode, stated.isMapped));
    } else {
      this.arrival(stated.seconds);
      if (decode > 0) this.count(prefill, decode, stated.seconds);
      else if (zeroDecodeFails) this.failed(line, `${stated.decodeName} is 0, which marks a failed request`);
      else this.withoutDecode(line, stated.decodeName);
    }
  }

  failed(line: Line, reason: string): void {
    this.failedRows += 1;
    this.note(line, reason);
  }

  malformed(line: Line, reason: string): void {
    this.malformedRows += 1;
    this.note(line, reason);
  }

  arrival(seconds: number | undefined): void {
    if (seconds === undefined) return;
    this.arrivals += 1;
    if (seconds < this.earliest) this.earliest = seconds;
    if (seconds > this.latest) this.latest = seconds;
  }

  /** For files that join several runs, each with its own clock: there is no span then. */
  forgetArrivals(): void {
    this.hasOneClock = false;
    this.keeper?.forgetArrivals();
  }

  /** Throws TraceError when no request was usable; `whyEmpty` may know better than the general sentence why. */
  summary(format: string, whyEmpty?: (skipped: SkippedRows) => string | undefined): TraceSummary {
    const skipped = this.skipped();
    if (this.requests === 0) throw unusable(format, skipped, whyEmpty?.(skipped));
    const hasSpan = this.hasOneClock && this.latest >= this.earliest;
    const spanSeconds = hasSpan ? this.latest - this.earliest : undefined;
    return {
      format,
      moments: this.moments.moments(),
      largestRequest: this.largest,
      skipped,
      spanSeconds,
      requestRate: spanSeconds ? (this.requests * (1 - 1 / this.arrivals)) / spanSeconds : undefined,
    };
  }

  private count(prefill: number, decode: number, seconds: number | undefined): void {
    this.moments.add(prefill, decode);
    this.largest = Math.max(this.largest, prefill + decode);
    this.keeper?.add(prefill, decode, seconds);
  }

  private withoutDecode(line: Line, name: string): void {
    this.zeroDecodeRows += 1;
    this.note(line, `${name} is 0, so the request never decoded`);
  }

  private skipped(): SkippedRows {
    const counts = { failed: this.failedRows, malformed: this.malformedRows, zeroDecode: this.zeroDecodeRows };
    return this.first === undefined ? counts : { ...counts, first: this.first };
  }

  private note(line: Line, reason: string): void {
    this.first ??= { line: typeof line === 'number' ? line : line(), reason };
  }
}

function wrongLength(name: string, value: unknown, isMapped = false): string {
  const shown = isMapped ? kindOfValue(value) : shownValue(value);
  return shown === 'missing' || shown === 'empty'
    ? `${name} is ${shown}`
    : `${name} is ${shown}, not a whole number of tokens`;
}

function unusable(
  format: string,
  { first, failed, malformed, zeroDecode }: SkippedRows,
  whyEmpty?: string,
): TraceError {
  if (whyEmpty !== undefined) return new TraceError(whyEmpty, first?.line);
  if (first === undefined) return new TraceError(`The trace is recognised (${format}) but holds no requests.`);
  const rows = failed + malformed + zeroDecode;
  const all = rows === 1 ? 'its only row was skipped' : `all ${rows} rows were skipped, the first`;
  return new TraceError(
    `The trace (${format}) has no usable request: ${all} at line ${first.line} because ${first.reason}.`,
    first.line,
  );
}
