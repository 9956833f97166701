import { dominantRequest, type PlacedRequest, volumeOf } from './errors/dominant-request';
import { TraceGroups } from './errors/trace-groups';
import type { RequestKeeper } from './request-list';
import { RequestMomentsAccumulator } from './request-moments';
import { independentError } from './theta-estimate';
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
  /** What tells the requests of one conversation. */
  readonly conversation?: string | undefined;
}

/** Takes what a reader finds, row by row; keeps sums and counts only, and hands the requests that count to `keeper`. */
export class TraceCollector {
  private readonly moments = new RequestMomentsAccumulator();
  private readonly groups = new TraceGroups();
  private readonly keeper: RequestKeeper | undefined;
  private largest = 0;
  private largestLine = 0;
  private failedRows = 0;
  private malformedRows = 0;
  private zeroDecodeRows = 0;
  private first: SkippedRows['first'];
  private arrivals = 0;
  private earliest = Number.POSITIVE_INFINITY;
  private latest = Number.NEGATIVE_INFINITY;
  private unordered = 0;
  private hasOneClock = true;
  private hasMixedZones = false;
  private heaviest: (PlacedRequest & { readonly volume: number }) | undefined;

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
      if (decode > 0) this.count(prefill, decode, line, stated);
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
    else if (seconds < this.latest) this.unordered += 1;
  }

  /** For files that join several runs, each with its own clock: there is no span then. */
  forgetArrivals(): void {
    this.hasOneClock = false;
    this.groups.forgetArrivals();
    this.keeper?.forgetArrivals();
  }

  /** For files in which some times state their zone and others none: nobody knows how they follow each other. */
  mixedZones(): void {
    if (this.hasMixedZones) return;
    this.hasMixedZones = true;
    this.forgetArrivals();
  }

  /** Throws TraceError when no request was usable; `whyEmpty` may know better than the general sentence why. */
  summary(format: string, whyEmpty?: (skipped: SkippedRows) => string | undefined): TraceSummary {
    const skipped = this.skipped();
    if (this.requests === 0) throw unusable(format, skipped, whyEmpty?.(skipped));
    const hasSpan = this.hasOneClock && this.latest >= this.earliest;
    const spanSeconds = hasSpan ? this.latest - this.earliest : undefined;
    const moments = this.moments.moments();
    return {
      format,
      moments,
      ...this.groups.result(independentError(moments)),
      dominant: this.heaviest && dominantRequest(this.heaviest, moments),
      largestRequest: this.largest,
      largestLine: this.largestLine,
      skipped,
      spanSeconds,
      lastArrival: hasSpan && this.latest >= earliestDate && this.latest < latestDate ? this.latest : undefined,
      unorderedArrivals: hasSpan ? this.unordered : 0,
      mixedZones: this.hasMixedZones,
      requestRate: spanSeconds ? (this.requests * (1 - 1 / this.arrivals)) / spanSeconds : undefined,
    };
  }

  private count(prefill: number, decode: number, line: Line, { seconds, conversation }: StatedRequest): void {
    this.moments.add(prefill, decode);
    this.groups.add(prefill, decode, seconds, conversation);
    const volume = volumeOf({ prefill, decode });
    if (this.heaviest === undefined || volume > this.heaviest.volume)
      this.heaviest = { prefill, decode, volume, line: lineNumber(line) };
    if (prefill + decode > this.largest) {
      this.largest = prefill + decode;
      this.largestLine = lineNumber(line);
    }
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
    this.first ??= { line: lineNumber(line), reason };
  }
}

/** A clock that counts within this range counts seconds since 1970; others count from a start of their own. */
const earliestDate = Date.UTC(2015, 0) / 1000;
const latestDate = Date.UTC(2100, 0) / 1000;

function lineNumber(line: Line): number {
  return typeof line === 'number' ? line : line();
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
