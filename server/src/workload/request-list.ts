/** Completed requests: prefill tokens P >= 0, decode steps D >= 1 and arrivals, of the same length. */
export interface RequestList {
  readonly prefill: Float64Array;
  readonly decode: Float64Array;
  /**
   * Seconds on the one clock of the trace, in its order, which need not be that of time; NaN for a request that states
   * none. Undefined where none of them does, and for files that join several clocks.
   */
  readonly arrivalSeconds: Float64Array | undefined;
}

/**
 * Which requests of a trace to keep: the first `limit` in its order; or all of them in order while there are at most
 * `limit`, else a uniform sample of so many, in no particular order. `seed`: a whole number from 0 to 2^32 - 1.
 */
export type KeepRequests =
  | { readonly kind: 'first'; readonly limit: number }
  | { readonly kind: 'sample'; readonly limit: number; readonly seed: number };

const FIRST_CAPACITY = 1024;

/** Takes the requests of a trace one by one and keeps some of them. A sample is Vitter's algorithm R. */
export class RequestKeeper {
  private readonly limit: number;
  private readonly uniform: (() => number) | undefined;
  private prefill = new Float64Array(0);
  private decode = new Float64Array(0);
  /** Made when the first arrival comes, since many formats have none. */
  private arrival: Float64Array | undefined;
  private hasOneClock = true;
  private kept = 0;
  private seen = 0;

  constructor(keep: KeepRequests) {
    this.limit = keep.limit;
    this.uniform = keep.kind === 'sample' ? uniformNumbers(keep.seed) : undefined;
  }

  /** `seconds`: when it arrived, where that is known. */
  add(prefill: number, decode: number, seconds?: number): void {
    this.seen += 1;
    let place = this.kept;
    if (place < this.limit) {
      if (place === this.prefill.length) this.grow();
      this.kept += 1;
    } else {
      if (this.uniform === undefined) return;
      place = Math.floor(this.uniform() * this.seen);
      if (place >= this.limit) return;
    }
    this.prefill[place] = prefill;
    this.decode[place] = decode;
    if (seconds !== undefined && this.hasOneClock)
      this.arrival ??= new Float64Array(this.prefill.length).fill(Number.NaN);
    if (this.arrival !== undefined) this.arrival[place] = seconds ?? Number.NaN;
  }

  /** For files that join several runs, each with its own clock. */
  forgetArrivals(): void {
    this.hasOneClock = false;
    this.arrival = undefined;
  }

  /** What was kept so far, in arrays of exactly that length. */
  list(): RequestList {
    const kept = this.arrival?.slice(0, this.kept);
    return {
      prefill: this.prefill.slice(0, this.kept),
      decode: this.decode.slice(0, this.kept),
      arrivalSeconds: kept?.some((seconds) => !Number.isNaN(seconds)) ? kept : undefined,
    };
  }

  private grow(): void {
    const capacity = Math.min(this.limit, Math.max(FIRST_CAPACITY, 2 * this.kept));
    this.prefill = grown(this.prefill, capacity);
    this.decode = grown(this.decode, capacity);
    if (this.arrival !== undefined) this.arrival = grown(this.arrival, capacity);
  }
}

function grown(values: Float64Array, capacity: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(capacity);
  larger.set(values);
  return larger;
}

/** Pseudo-random numbers from 0 to below 1. Source: mulberry32 (Tommy Ettinger), which needs no more than a seed. */
function uniformNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
