import type { DominantRequest } from './errors/dominant-request';
import type { TraceErrors } from './errors/trace-groups';

/**
 * Sums over n completed requests with prefill length P and D >= 1 decode steps; what theta, nu and theta's standard
 * error need. `Y = P D + D (D - 1) / 2`.
 */
export interface RequestMoments {
  readonly n: number;
  readonly sumP: number;
  readonly sumP2: number;
  readonly sumD: number;
  readonly sumD2: number;
  readonly sumD3: number;
  readonly sumPD: number;
  readonly sumP2D: number;
  readonly sumPD2: number;
  readonly sumY2: number;
  readonly sumYD: number;
}

/** Header names of the request lengths, for tables whose header is not recognised. */
export interface ColumnMapping {
  readonly prefill: string;
  readonly decode: string;
}

/** Rows that were not used, by cause, and the first of them. Never silent: every surface reports the counts. */
export interface SkippedRows {
  /** The trace says the request failed (an error field, or BurstGPT's zero response). */
  readonly failed: number;
  /** A length is missing, not a number, negative or not whole, or the line does not parse. */
  readonly malformed: number;
  /** No decode step (D = 0) in a format where that is not a failure. */
  readonly zeroDecode: number;
  readonly first?: { readonly line: number; readonly reason: string };
}

/** What reading one trace yields. `format` is the human name of the recognised format. */
export interface TraceSummary extends TraceErrors {
  readonly format: string;
  readonly moments: RequestMoments;
  /** Tokens of the longest request, prompt and answer together. */
  readonly largestRequest: number;
  /** 1-based line of the first such request. */
  readonly largestLine: number;
  readonly skipped: SkippedRows;
  /** The one request that decides theta; undefined where none does. */
  readonly dominant: DominantRequest | undefined;
  /** Seconds between the first and last arrival; undefined when the format carries no arrival time. */
  readonly spanSeconds: number | undefined;
  /** When the last request arrived, in seconds since 1970; undefined where arrivals are no dates. */
  readonly lastArrival: number | undefined;
  /** Requests that arrived before one that stands earlier in the trace. */
  readonly unorderedArrivals: number;
  /** True where some arrivals state their time zone and others none: the times are then not used. */
  readonly mixedZones: boolean;
  /**
   * Requests that count, per second: n (1 - 1/N) / span for N arrivals, as the first of them ends no gap between two. The
   * mean gap is unbiased so. Undefined without a span, and where all arrive at once.
   */
  readonly requestRate: number | undefined;
}

/** A trace that cannot be used: one sentence saying what is wrong and what to do, and the 1-based line if one is to blame. */
export class TraceError extends Error {
  override readonly name = 'TraceError';
  /**
   * `message` holds no word of the file. `withNames` is what to say instead where the names of its columns may be shown;
   * absent where they are not known to be names.
   */
  constructor(
    message: string,
    readonly line?: number,
    readonly withNames?: string,
  ) {
    super(message);
  }
}
